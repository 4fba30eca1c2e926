using System.Text.Json;
using System.Text.Json.Serialization;
using Runbooks.Activities;

namespace Runbooks.Server.Http;

/// <summary>How the API writes JSON: camelCase, numbers as numbers, durations and enums as text like in definitions.</summary>
public static class ApiJson
{
    public static readonly JsonSerializerOptions Options = Make();

    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        foreach (var converter in ActivityJson.Options.Converters) options.Converters.Add(converter);
        options.Converters.Add(new UtcConverter());
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>Writes moments in UTC with a Z, whatever their offset.</summary>
internal sealed class UtcConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
