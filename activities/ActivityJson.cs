using System.Text.Json;
using System.Text.Json.Serialization;

namespace Runbooks.Activities;

/// <summary>How inputs and outputs of activities are written as JSON: camelCase, enums and durations as text, unknown members refused.</summary>
public static class ActivityJson
{
    public static readonly JsonSerializerOptions Options = Make();

    /// <exception cref="ActivityFailure">The input does not have the declared shape (<c>input.invalid</c>).</exception>
    public static T Read<T>(JsonElement input)
        where T : class
    {
        try
        {
            return input.Deserialize<T>(Options) ?? throw new ActivityFailure("input.invalid", "The input is null.");
        }
        catch (JsonException error)
        {
            throw new ActivityFailure("input.invalid", $"The input does not fit at {error.Path ?? "$"}: {error.Message}");
        }
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
