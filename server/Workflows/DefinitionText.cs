using System.Text;
using Microsoft.Net.Http.Headers;
using Runbooks.Server.Http;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Server.Workflows;

/// <summary>A definition as a request brings it: YAML or JSON, by its Content-Type.</summary>
internal sealed record DefinitionText(string Text, DocumentFormat Format)
{
    public const string Yaml = "application/yaml";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>How route handlers get it.</summary>
    public static async ValueTask<DefinitionText?> BindAsync(HttpContext context)
    {
        var request = context.Request;
        var format = FormatOf(request.ContentType) ?? throw new RequestException(Problems.Unsupported("application/json or application/yaml"));
        var bytes = await ReadAsync(request.Body, context.RequestAborted);
        try
        {
            return new DefinitionText(Utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length), format);
        }
        catch (DecoderFallbackException)
        {
            throw new RequestException(new Http.Problem(StatusCodes.Status400BadRequest, "body.not-utf8", "The body is not UTF-8 text."));
        }
    }

    /// <summary>Null where the content is neither.</summary>
    public static DocumentFormat? FormatOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return null;
        if (IsYaml(type)) return DocumentFormat.Yaml;
        return type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
            ? DocumentFormat.Json
            : null;
    }

    /// <summary>Whether the caller would rather have YAML than JSON.</summary>
    public static bool IsWanted(HttpRequest request) =>
        request.GetTypedHeaders().Accept.OrderByDescending(accept => accept.Quality ?? 1).FirstOrDefault() is { } first && IsYaml(first);

    private static bool IsYaml(MediaTypeHeaderValue type) =>
        type.SubType.Value is { } subType && (subType.EndsWith("yaml", StringComparison.OrdinalIgnoreCase) || subType.EndsWith("yml", StringComparison.OrdinalIgnoreCase));

    // The usual limit sees only what is announced; here it holds for bodies that come in chunks too, wherever the server runs.
    private static async Task<MemoryStream> ReadAsync(Stream body, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            if (bytes.Length + read > BodyLimit.Default) throw new RequestException(Problems.TooLarge(BodyLimit.Default));
            bytes.Write(buffer, 0, read);
        }

        return bytes;
    }
}
