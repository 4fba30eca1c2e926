using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Http;

/// <summary>Makes a problem of everything that ends a request without an answer of its own.</summary>
internal static partial class Problems
{
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => Of(context.Features.Get<IExceptionHandlerFeature>()!.Error).ExecuteAsync(context),
            SuppressDiagnosticsCallback = handled => Of(handled.Exception).Status < StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages(context => Of(context.HttpContext).ExecuteAsync(context.HttpContext));
    }

    private static Problem Of(Exception error) => error switch
    {
        RequestException request => request.Problem,
        UnknownEventException unknown => new Problem(StatusCodes.Status409Conflict, "run.newer-release", unknown.Message),
        BadHttpRequestException { InnerException: JsonException json } => JsonComplaint.Explain(json),
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => Malformed(bad.Message),
        BadHttpRequestException bad => Of(bad.StatusCode) ?? new Problem(bad.StatusCode, "request.invalid", bad.Message),
        _ => new Problem(StatusCodes.Status500InternalServerError, "server.error",
            "The server failed at this request. Nothing is known about why beyond what its log says at this time."),
    };

    private static Problem Malformed(string message)
    {
        if (Unbound().Match(message) is { Success: true } unbound)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(unbound.Groups["name"].Value);
            return InQuery(name, $"'{unbound.Groups["value"].Value}' is not a value of '{name}'.");
        }

        return message.StartsWith("Implicit body", StringComparison.Ordinal)
            ? new Problem(StatusCodes.Status400BadRequest, "body.missing", "This call needs a JSON body.")
            : new Problem(StatusCodes.Status400BadRequest, "request.invalid", message);
    }

    public static Problem InQuery(string parameter, string message) =>
        new(StatusCodes.Status400BadRequest, "query.invalid", message) { Errors = [new ProblemError($"?{parameter}", message)] };

    public static Problem TooLarge(long? limit) => new(StatusCodes.Status413PayloadTooLarge, "body.too-large",
        limit is null ? "The body is larger than this call takes." : $"The body is larger than the {limit / 1024} KB that this call takes.");

    public static Problem Unsupported(string expected = "application/json") => new(StatusCodes.Status415UnsupportedMediaType,
        "body.unsupported", $"The body's Content-Type must be {expected}.");

    private static Problem Of(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new Problem(404, "route.not-found", $"There is nothing at {context.Request.Path}. The calls are described at /openapi/v1.json."),
        StatusCodes.Status405MethodNotAllowed => new Problem(405, "method.not-allowed",
            $"{context.Request.Path} does not take {context.Request.Method}, but {context.Response.Headers.Allow}."),
        var status => Of(status) ?? new Problem(status, $"http.{status}", $"The request ended with status {status}."),
    };

    private static Problem? Of(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => TooLarge(null),
        StatusCodes.Status415UnsupportedMediaType => Unsupported(),
        _ => null,
    };

    [GeneratedRegex("""^Failed to bind parameter ".* (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Unbound();
}
