using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Http;

namespace Runbooks.Server.Audit;

/// <summary>The one way into the audit.</summary>
public sealed class AuditLog(IDbContextFactory<RunbooksDbContext> contexts, TimeProvider time)
{
    /// <summary>Puts an entry into a context whose owner saves it together with the change that it is about: neither is without the other.</summary>
    /// <param name="who">See <see cref="Access.Caller.Who"/>; <c>server</c> for what nobody asked for.</param>
    /// <param name="what">A dotted verb: <c>workflow.publish</c>.</param>
    /// <param name="subject">Kind and id: <c>workflow:power-off-idle-test-vms</c>.</param>
    /// <param name="detail">Written as JSON. Never a secret.</param>
    public void Stage(RunbooksDbContext db, string who, string what, string subject, object? detail = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        db.Audit.Add(new AuditEntity
        {
            At = time.GetUtcNow(),
            Who = who,
            What = what,
            Object = subject,
            Detail = detail is null ? null : JsonSerializer.Serialize(detail, ApiJson.Options),
        });
    }

    /// <summary>Adds an entry about something that is not in the database.</summary>
    public async Task RecordAsync(string who, string what, string subject, object? detail = null, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        Stage(db, who, what, subject, detail);
        await db.SaveChangesAsync(cancellation);
    }
}
