using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access;
using Runbooks.Server.Data;
using Runbooks.Server.Http;

namespace Runbooks.Server.Audit;

internal static class AuditApi
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddSingleton<AuditLog>();

    public static void MapAudit(this IEndpointRouteBuilder api) => api
        .MapGet("/audit", ListAsync)
        .WithTags("Audit")
        .WithSummary("Who did what, newest first.")
        .Requires(Permission.Administer);

    private static async Task<Ok<Page<AuditEntry>>> ListAsync([AsParameters] AuditQuery query, RunbooksDbContext db, CancellationToken cancellation)
    {
        var limit = Paging.Limit(query.Limit);
        var entries = await Filter(db.Audit.AsNoTracking(), query)
            .OrderByDescending(entry => entry.Sequence)
            .Take(limit + 1)
            .ToListAsync(cancellation);
        var next = entries.Count > limit ? $"{entries[limit - 1].Sequence}" : null;
        return TypedResults.Ok(new Page<AuditEntry>([.. entries.Take(limit).Select(AuditEntry.Of)], next));
    }

    private static IQueryable<AuditEntity> Filter(IQueryable<AuditEntity> entries, AuditQuery query)
    {
        if (Paging.Cursor(query.Cursor) is { } before) entries = entries.Where(entry => entry.Sequence < before);
        if (query.Who is { } who) entries = entries.Where(entry => entry.Who == who);
        if (query.What is { } what) entries = entries.Where(entry => entry.What == what || entry.What.StartsWith(what + "."));
        if (query.Object is { } subject) entries = entries.Where(entry => entry.Object == subject);
        if (query.Since is { } since) entries = entries.Where(entry => entry.At >= since);
        if (query.Until is { } until) entries = entries.Where(entry => entry.At < until);
        return entries;
    }
}

/// <param name="What">A verb, or what it begins with: <c>workflow</c> finds <c>workflow.publish</c>.</param>
internal sealed record AuditQuery(
    string? Who, string? What, string? Object, DateTimeOffset? Since, DateTimeOffset? Until, string? Cursor, int? Limit);

internal sealed record AuditEntry(long Sequence, DateTimeOffset At, string Who, string What, string Object, JsonElement? Detail)
{
    public static AuditEntry Of(AuditEntity entry) => new(
        entry.Sequence, entry.At, entry.Who, entry.What, entry.Object,
        entry.Detail is null ? null : JsonElement.Parse(entry.Detail));
}
