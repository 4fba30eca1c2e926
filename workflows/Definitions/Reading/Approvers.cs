using System.Text.RegularExpressions;

namespace Runbooks.Workflows.Definitions.Reading;

/// <summary>How those who may decide are written: <c>role:operator</c>, <c>user:li</c>.</summary>
internal static partial class Approvers
{
    public static bool IsKnown(string who) => Form().IsMatch(who);

    [GeneratedRegex(@"^(role|user):\S(.{0,198}\S)?\z")]
    private static partial Regex Form();
}
