namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>A value to bind, without boxing: the writer binds some 30 of them per append.</summary>
internal readonly struct SqlValue
{
    private SqlValue(SqlKind kind, long number, object? reference)
    {
        Kind = kind;
        Number = number;
        Reference = reference;
    }

    public SqlKind Kind { get; }

    public long Number { get; }

    public object? Reference { get; }

    public static implicit operator SqlValue(long value) => new(SqlKind.Number, value, null);

    public static implicit operator SqlValue(bool value) => new(SqlKind.Number, value ? 1 : 0, null);

    public static implicit operator SqlValue(DateTimeOffset value) => new(SqlKind.Number, value.UtcTicks, null);

    public static implicit operator SqlValue(DateTimeOffset? value) => value is { } at ? at : default(SqlValue);

    public static implicit operator SqlValue(string? value) => value is null ? default : new(SqlKind.Text, 0, value);

    public static implicit operator SqlValue(byte[]? value) => value is null ? default : new(SqlKind.Blob, 0, value);
}

internal enum SqlKind
{
    Null,
    Number,
    Text,
    Blob,
}
