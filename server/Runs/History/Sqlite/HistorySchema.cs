using System.Globalization;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>Brings a history file to the version that this server knows.</summary>
internal static class HistorySchema
{
    /// <summary>Schema.1.sql … Schema.{Version}.sql are applied in order, each in a transaction of its own.</summary>
    public const int Version = 3;

    public static void Apply(SqlSession session, string file)
    {
        var found = Found(session);
        if (found > Version)
            throw new HistoryTooNewException(file, found, Version);
        for (var version = found + 1; version <= Version; version++)
            session.Script($"BEGIN IMMEDIATE; {Script(version)} PRAGMA user_version = {version}; COMMIT;");
    }

    private static int Found(SqlSession session) => session.First("PRAGMA user_version", row => (int)row.Number(0));

    private static string Script(int version)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"Schema.{version}.sql");
        using var stream = typeof(HistorySchema).Assembly.GetManifestResourceStream(typeof(HistorySchema), name)
            ?? throw new InvalidOperationException($"{name} is not built into the server.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>The history was written by a newer server.</summary>
public sealed class HistoryTooNewException(string file, int found, int known) : Exception(
    $"The run history {file} has schema version {found}; this server knows versions up to {known}. Nothing was changed. "
    + "Start the newer server again, or restore the backup that was made before it was first started.");
