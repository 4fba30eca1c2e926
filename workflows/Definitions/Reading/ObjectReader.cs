using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Reading;

/// <summary>Takes the known keys from an object of the document, says what does not fit, and at the end which keys are not known.
/// A key without a value counts as not there.</summary>
internal sealed class ObjectReader
{
    private readonly JsonElement _value;
    private readonly List<string> _taken = [];

    private ObjectReader(JsonElement value, string path, ProblemList problems, string? step) =>
        (_value, Path, Problems, Step) = (value, path, problems, step);

    public string Path { get; }

    public ProblemList Problems { get; }

    public string? Step { get; }

    /// <returns>Null, with a problem, where the value is not an object.</returns>
    public static ObjectReader? Of(JsonElement value, string path, ProblemList problems, string what, string? step = null)
    {
        if (value.ValueKind is JsonValueKind.Object) return new ObjectReader(value, path, problems, step);
        problems.Error(path, $"{what} has to be an object with keys, not {Kind(value)}.", step);
        return null;
    }

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "empty",
        _ => "true or false",
    };

    public JsonElement? Take(string name)
    {
        _taken.Add(name);
        return _value.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
    }

    public string? Text(string name, int longest = 200)
    {
        if (Take(name) is not { } value) return null;
        if (value.ValueKind is not JsonValueKind.String) return Wrong<string>(name, $"has to be a text, not {Kind(value)}.");
        var text = value.GetString()!;
        return text.Length <= longest ? text : Wrong<string>(name, $"is longer than {longest} characters.");
    }

    public TimeSpan? Duration(string name)
    {
        if (Take(name) is not { } value) return null;
        if (value.ValueKind is not JsonValueKind.String || !Activities.Duration.TryParse(value.GetString(), out var duration))
            return WrongValue<TimeSpan>(name, "has to be a duration such as PT5M or 5m.");
        return duration > TimeSpan.Zero && duration <= TimeSpan.FromDays(3660)
            ? duration
            : WrongValue<TimeSpan>(name, "has to be more than nothing and at most ten years.");
    }

    public int? Integer(string name, int least, int most)
    {
        if (Take(name) is not { } value) return null;
        return value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : WrongValue<int>(name, $"has to be a whole number from {least} to {most}.");
    }

    public double? Share(string name)
    {
        if (Take(name) is not { } value) return null;
        return value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && number is > 0 and <= 1
            ? number
            : WrongValue<double>(name, "has to be a share above 0 and at most 1.");
    }

    public bool? Truth(string name)
    {
        if (Take(name) is not { } value) return null;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : WrongValue<bool>(name, "has to be true or false.");
    }

    public T? Choice<T>(string name, params (string Text, T Value)[] choices)
        where T : struct
    {
        if (Text(name) is not { } text) return null;
        foreach (var choice in choices)
            if (choice.Text == text) return choice.Value;
        var known = choices.Select(choice => choice.Text).ToArray();
        return WrongValue<T>(name, $"'{text}' has to be one of {string.Join(", ", known)}{Suggestion.For(text, known)}");
    }

    /// <summary>A list of texts, or one text.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        if (Take(name) is not { } value) return [];
        if (value.ValueKind is JsonValueKind.String) return [value.GetString()!];
        if (value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(element => element.ValueKind is JsonValueKind.String))
            return [.. value.EnumerateArray().Select(element => element.GetString()!)];
        Error(name, "has to be a list of texts.");
        return [];
    }

    public ObjectReader? Object(string name) =>
        Take(name) is { } value ? Of(value, JsonPointer.Append(Path, name), Problems, $"'{name}'", Step) : null;

    public void Error(string name, string message) => Problems.Error(JsonPointer.Append(Path, name), $"'{name}' {message}", Step);

    /// <summary>Says which keys are not known.</summary>
    public void Finish()
    {
        foreach (var property in _value.EnumerateObject())
            if (!_taken.Contains(property.Name, StringComparer.Ordinal))
                Problems.Error(JsonPointer.Append(Path, property.Name), $"The key '{property.Name}' is not known here{Suggestion.For(property.Name, _taken)}", Step);
    }

    private T? Wrong<T>(string name, string message)
        where T : class
    {
        Error(name, message);
        return null;
    }

    private T? WrongValue<T>(string name, string message)
        where T : struct
    {
        Error(name, message);
        return null;
    }
}
