namespace Runbooks.Server.Alerts.Dialects;

/// <summary>All dialects by name. A new one is one file and a line of the registration.</summary>
internal sealed class AlertDialects(IEnumerable<IAlertDialect> dialects)
{
    private readonly Dictionary<string, IAlertDialect> byName = dialects.ToDictionary(dialect => dialect.Name);

    public IEnumerable<string> Names => byName.Keys.Order(StringComparer.Ordinal);

    public IAlertDialect? Find(string name) => byName.GetValueOrDefault(name);
}
