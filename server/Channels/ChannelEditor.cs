using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities.Messaging.Sending;
using Runbooks.Server.Audit;
using Runbooks.Server.Channels.Outbox;
using Runbooks.Server.Data;
using Runbooks.Server.Deliveries;
using Runbooks.Server.Http;
using Runbooks.Server.Secrets;

namespace Runbooks.Server.Channels;

/// <summary>Makes, changes and deletes channels.</summary>
internal sealed partial class ChannelEditor(
    IDbContextFactory<RunbooksDbContext> contexts, ChannelCheck check, SecretStore secrets, AuditLog audit, MessageDelivery delivery, TimeProvider time)
{
    /// <exception cref="RequestException">It cannot be made like this; says what is wrong.</exception>
    public async Task<ChannelEntity> CreateAsync(ChannelRequest request, string who, CancellationToken cancellation)
    {
        ProblemError[] missing = [.. Missing("/name", request.Name), .. Missing("/type", request.Type)];
        if (missing.Length > 0) throw Invalid(missing);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var channel = new ChannelEntity
        {
            Id = request.Id ?? await FreeIdAsync(db, request.Name!, request.Type!, cancellation),
            Name = "",
            Type = request.Type!,
            Settings = "{}",
            Language = ChannelLanguage.En,
            Enabled = true,
            Kinds = [.. Enum.GetValues<MessageKind>()],
            MinimumSeverity = MessageSeverity.Info,
            Since = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (await db.Channels.AnyAsync(known => known.Id == channel.Id, cancellation)) throw Taken("id", channel.Id);
        db.Channels.Add(channel);
        return await SaveAsync(db, channel, request, "channel.create", who, cancellation);
    }

    /// <exception cref="RequestException">It cannot be changed like this; says what is wrong.</exception>
    public async Task<ChannelEntity> ChangeAsync(string id, ChannelRequest request, string who, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var channel = await FindAsync(db, id, cancellation);
        if (request.Type is { } type && type != channel.Type)
            throw Invalid(new ProblemError("/type", $"The type of a channel cannot be changed from '{channel.Type}'. Make another channel, and delete this one."));
        // What happened while it was off is not told.
        if (!channel.Enabled && request.Enabled == true) channel.Since = time.GetUtcNow();
        // It may be mended by this.
        channel.StartAnew();
        return await SaveAsync(db, channel, request, "channel.change", who, cancellation);
    }

    /// <exception cref="RequestException">There is none.</exception>
    public async Task DeleteAsync(string id, string who, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var channel = await FindAsync(db, id, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.ChannelMessages.Where(message => message.ChannelId == id).ExecuteDeleteAsync(cancellation);
        await db.Secrets.Where(secret => secret.Scope == SecretScope.OfChannel(id)).ExecuteDeleteAsync(cancellation);
        db.Channels.Remove(channel);
        audit.Stage(db, who, "channel.delete", $"channel:{id}");
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task<ChannelEntity> SaveAsync(RunbooksDbContext db, ChannelEntity channel, ChannelRequest request, string what, string who, CancellationToken cancellation)
    {
        channel.Name = (request.Name ?? channel.Name).Trim();
        channel.Settings = request.Settings is { } settings ? settings.GetRawText() : channel.Settings;
        (channel.Language, channel.Enabled) = (request.Language ?? channel.Language, request.Enabled ?? channel.Enabled);
        (channel.Kinds, channel.Workflows) = ([.. request.Kinds ?? channel.Kinds], [.. request.Workflows ?? channel.Workflows]);
        channel.MinimumSeverity = request.MinimumSeverity ?? channel.MinimumSeverity;
        channel.UpdatedAt = time.GetUtcNow();
        var given = request.Secrets ?? new Dictionary<string, string?>();
        if (await check.CheckAsync(db, channel, given, channel.SecretNames, cancellation) is { Count: > 0 } errors) throw Invalid([.. errors]);
        if (await db.Channels.AnyAsync(known => known.Id != channel.Id && known.Name == channel.Name, cancellation)) throw Taken("name", channel.Name);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await StageSecretsAsync(db, channel, given, cancellation);
        if (!channel.Enabled) await db.ChannelMessages.Where(message => message.ChannelId == channel.Id && message.Status == MessageStatus.Pending).ExecuteDeleteAsync(cancellation);
        audit.Stage(db, who, what, $"channel:{channel.Id}", new
        {
            channel.Name, channel.Type, Settings = JsonElement.Parse(channel.Settings), channel.SecretNames, channel.Language, channel.Enabled, channel.Kinds, channel.Workflows, channel.MinimumSeverity,
        });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        delivery.Ring();
        return channel;
    }

    private async Task StageSecretsAsync(RunbooksDbContext db, ChannelEntity channel, IReadOnlyDictionary<string, string?> given, CancellationToken cancellation)
    {
        var scope = SecretScope.OfChannel(channel.Id);
        foreach (var (name, value) in given)
        {
            if (value is { Length: > 0 }) await secrets.StageAsync(db, scope, name, value, cancellation);
            else if (await db.Secrets.FindAsync([scope, name], cancellation) is { } old) db.Secrets.Remove(old);
        }

        channel.SecretNames = [.. channel.SecretNames.Except(given.Keys).Concat(given.Where(one => one.Value is { Length: > 0 }).Select(one => one.Key))];
    }

    private static async Task<ChannelEntity> FindAsync(RunbooksDbContext db, string id, CancellationToken cancellation) =>
        await db.Channels.SingleOrDefaultAsync(channel => channel.Id == id, cancellation) ?? throw new RequestException(Problem.NotFound("channel", id));

    private static async Task<string> FreeIdAsync(RunbooksDbContext db, string name, string type, CancellationToken cancellation)
    {
        var slug = NotInIds().Replace(name.Trim().ToLowerInvariant(), "-").Trim('-', '.', '_');
        if (slug.Length == 0) slug = NotInIds().Replace(type, "-");
        slug = slug[..Math.Min(slug.Length, 50)];
        var taken = await db.Channels.Where(channel => channel.Id.StartsWith(slug)).Select(channel => channel.Id).ToListAsync(cancellation);
        return Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? slug : $"{slug}-{n}").First(id => !taken.Contains(id));
    }

    private static IEnumerable<ProblemError> Missing(string path, string? value) => value is null ? [new ProblemError(path, "Required and missing.")] : [];

    private static RequestException Taken(string member, string value) => new(new Problem(
        StatusCodes.Status409Conflict, "channel.exists", $"There is a channel with the {member} '{value}' already. Choose another {member}, or change that channel.")
    {
        Errors = [new ProblemError($"/{member}", "Taken.")],
    });

    private static RequestException Invalid(params ProblemError[] errors) =>
        new(Problem.Invalid("channel.invalid", "The channel cannot be saved like this; nothing was changed.", errors));

    [GeneratedRegex("[^a-z0-9._-]+")]
    private static partial Regex NotInIds();
}
