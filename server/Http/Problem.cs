using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace Runbooks.Server.Http;

/// <summary>An error as the API answers it: <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">A stable dotted code for programs.</param>
/// <param name="detail">For people: what happened, and the next step.</param>
public sealed class Problem(int status, string code, string detail) : IResult
{
    public const string MediaType = "application/problem+json";

    public int Status { get; } = status;

    public string Title { get; } = ReasonPhrases.GetReasonPhrase(status);

    public string Detail { get; } = detail;

    public string Code { get; } = code;

    /// <summary>What is wrong with the input, and where.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemError>? Errors { get; init; }

    /// <summary>What a caller needs beside that, such as both sides of a conflict.</summary>
    [JsonExtensionData]
    public Dictionary<string, object?> More { get; init; } = [];

    public static Problem NotFound(string kind, string id) => new(StatusCodes.Status404NotFound, $"{kind}.not-found", $"There is no {kind} '{id}'.");

    public static Problem Invalid(string code, string detail, params ProblemError[] errors) =>
        new(StatusCodes.Status422UnprocessableEntity, code, detail) { Errors = errors };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.StatusCode = Status;
        return httpContext.Response.WriteAsJsonAsync(this, options: null, MediaType, httpContext.RequestAborted);
    }
}

/// <param name="Path">A JSON Pointer into what was sent; empty means the whole of it.</param>
public sealed record ProblemError(string Path, string Message);
