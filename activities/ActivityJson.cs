using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Runbooks.Activities;

/// <summary>How inputs and outputs of activities are written as JSON: camelCase, enums and durations as text, unknown members refused.</summary>
public static class ActivityJson
{
    public static readonly JsonSerializerOptions Options = Make();

    /// <exception cref="ActivityFailure">The input does not have the declared shape, or a value is out of its range (<c>input.invalid</c>).</exception>
    public static T Read<T>(JsonElement input)
        where T : class
    {
        try
        {
            var value = input.Deserialize<T>(Options) ?? throw new ActivityFailure("input.invalid", "The input is null.");
            Validate(value);
            return value;
        }
        catch (JsonException error)
        {
            throw new ActivityFailure("input.invalid", $"The input does not fit at {error.Path ?? "$"}: {error.Message}");
        }
    }

    // Expressions give values only when the step runs, so that the limits in the schema are checked here as well.
    private static void Validate(object value)
    {
        var problems = new List<ValidationResult>();
        if (Validator.TryValidateObject(value, new ValidationContext(value), problems, validateAllProperties: true)) return;
        var at = JsonNamingPolicy.CamelCase.ConvertName(problems[0].MemberNames.FirstOrDefault() ?? "");
        throw new ActivityFailure("input.invalid", $"The input does not fit at $.{at}: {problems[0].ErrorMessage}");
    }

    public static JsonElement Write<T>(T value) => JsonSerializer.SerializeToElement(value, Options);

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new DurationConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
