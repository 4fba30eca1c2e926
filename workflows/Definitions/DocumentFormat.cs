namespace Runbooks.Workflows.Definitions;

public enum DocumentFormat
{
    Yaml,
    Json,
}
