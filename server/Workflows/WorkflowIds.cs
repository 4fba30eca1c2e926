using System.Text.RegularExpressions;

namespace Runbooks.Server.Workflows;

internal static partial class WorkflowIds
{
    public const string Rule = "Use small letters, digits and single '-' between them, 1 to 100 characters; 'validate', 'schema', 'import' and 'new' have other uses.";

    // They stand in addresses where ids stand.
    private static readonly string[] Taken = ["validate", "schema", "import", "new"];

    public static bool IsUsable(string id) => id.Length <= 100 && Slug().IsMatch(id) && !Taken.Contains(id);

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Slug();
}
