namespace Runbooks.Server.Tests.Workflows;

/// <summary>Definitions that tests send.</summary>
internal static class WorkflowDocuments
{
    public const string Yaml = "application/yaml";

    public static object Waiting(string id, string wait = "PT1S") => new
    {
        apiVersion = "runbooks/v1",
        id,
        name = "Waits",
        steps = new { wait = new { activity = "flow.delay", with = new { @for = wait } } },
        transitions = Array.Empty<string>(),
    };

    public static string WaitingYaml(string id) =>
        $$"""
        # Kept for the people who read it.
        apiVersion: runbooks/v1
        id: {{id}}
        name: Waits
        steps:
          wait:
            activity: flow.delay
            with: { for: PT1S }   # a second
        """;

    public static object Broken(string id) => new
    {
        apiVersion = "runbooks/v1",
        id,
        steps = new { wait = new { activity = "flow.delay", with = new { @for = "PT1S" } } },
        transitions = new[] { "wait -> nowhere" },
    };
}
