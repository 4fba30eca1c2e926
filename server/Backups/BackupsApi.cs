using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Activities.Backup;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Access;
using Runbooks.Server.Data;
using Runbooks.Server.Http;

namespace Runbooks.Server.Backups;

/// <summary>The catalogue of backups.</summary>
internal static class BackupsApi
{
    /// <summary>Before the activities, which take a catalogue that forgets where there is none.</summary>
    public static IServiceCollection AddBackups(this IServiceCollection services) => services.AddSingleton<IBackupCatalogue, BackupStore>();

    public static void MapBackups(this IEndpointRouteBuilder api)
    {
        var backups = api.MapGroup("/backups").WithTags("Backups");
        backups.MapGet("/", ListAsync).WithSummary("Backups of VMs, newest first.").Requires(Permission.Look);
        backups.MapGet("/{id}", GetAsync).WithSummary("Gives one backup.").Requires(Permission.Look);
    }

    private static async Task<Ok<Page<BackupView>>> ListAsync([AsParameters] BackupQuery query, RunbooksDbContext db, CancellationToken cancellation)
    {
        var limit = Paging.Limit(query.Limit);
        var rows = await Filter(db.Backups.AsNoTracking(), query)
            .OrderByDescending(backup => backup.Sequence)
            .Take(limit + 1)
            .ToListAsync(cancellation);
        var next = rows.Count > limit ? $"{rows[limit - 1].Sequence}" : null;
        return TypedResults.Ok(new Page<BackupView>([.. rows.Take(limit).Select(row => BackupView.Of(row.ToRecord()))], next));
    }

    private static async Task<Results<Ok<BackupView>, Problem>> GetAsync(string id, IBackupCatalogue catalogue, CancellationToken cancellation) =>
        await catalogue.FindAsync(id, cancellation) is { } found ? TypedResults.Ok(BackupView.Of(found)) : Problem.NotFound("backup", id);

    private static IQueryable<BackupEntity> Filter(IQueryable<BackupEntity> backups, BackupQuery query)
    {
        if (Paging.Cursor(query.Cursor) is { } before) backups = backups.Where(backup => backup.Sequence < before);
        if (query.Vm is { } vm) backups = backups.Where(backup => backup.Vm == vm);
        if (query.Connection is { } connection) backups = backups.Where(backup => backup.Connection == connection);
        if (query.Repository is { } repository) backups = backups.Where(backup => backup.Repository == repository);
        if (query.State is { } state) backups = backups.Where(backup => backup.State == state);
        return backups;
    }
}

/// <param name="Vm">The stable identity of a VM.</param>
/// <param name="State">making, made, verified, drilled, broken or removing.</param>
internal sealed record BackupQuery(string? Vm, string? Connection, string? Repository, string? State, string? Cursor, int? Limit);

/// <param name="Vm">The stable identity of the VM, which may be gone.</param>
/// <param name="Parent">The backup that it stands on.</param>
/// <param name="IsGood">It was verified or drilled.</param>
/// <param name="MadeAt">The moment that the data is of.</param>
/// <param name="ChainBroken">Why no incremental backup is added to its chain any more.</param>
/// <param name="Rpo">How old the data was at the last drill that succeeded.</param>
/// <param name="Rto">How long it took at the last drill that succeeded until the copy ran.</param>
internal sealed record BackupView(
    string Id,
    string Vm,
    string VmName,
    string Connection,
    BackupKind Kind,
    string? Parent,
    string? Repository,
    string? Storage,
    long? Bytes,
    Consistency? Consistency,
    BackupState State,
    bool IsGood,
    string Run,
    DateTimeOffset BegunAt,
    DateTimeOffset? MadeAt,
    DateTimeOffset? VerifiedAt,
    DateTimeOffset? DrilledAt,
    string? Rpo,
    string? Rto,
    DateTimeOffset? ExpiresAt,
    string? ChainBroken,
    string? Problem)
{
    public static BackupView Of(BackupRecord record) => new(
        record.Id, record.Vm, record.VmName, record.Connection, record.Kind, record.Parent, record.Repository, record.Storage, record.Bytes,
        record.Consistency, record.State, record.IsGood, record.Run, record.BegunAt, record.MadeAt, record.VerifiedAt,
        record.Drill is { EndedAt: { } ended, Problem: null } ? ended : null, Iso(record.Drill?.Rpo), Iso(record.Drill?.Rto), record.ExpiresAt,
        record.ChainBroken, record.Problem);

    private static string? Iso(TimeSpan? duration) => duration is { } known ? Duration.ToIso(known) : null;
}
