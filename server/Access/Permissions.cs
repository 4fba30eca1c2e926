using System.Collections.Frozen;

namespace Runbooks.Server.Access;

/// <summary>Which role may do what: the one place. An administrator may do everything.</summary>
public static class Permissions
{
    private static readonly FrozenDictionary<Permission, Role[]> Holders = new Dictionary<Permission, Role[]>
    {
        [Permission.Look] = [Role.Viewer, Role.Operator, Role.Author, Role.Approver],
        [Permission.Plan] = [Role.Operator, Role.Author, Role.Approver],
        [Permission.Operate] = [Role.Operator],
        [Permission.Stop] = [Role.Operator, Role.Author, Role.Approver],
        [Permission.Author] = [Role.Author],
        [Permission.Approve] = [Role.Approver],
        [Permission.ListSecrets] = [Role.Author],
        [Permission.Administer] = [],
    }.ToFrozenDictionary();

    public static IReadOnlyList<Role> RolesWith(Permission permission) => [.. Holders[permission], Role.Admin];

    public static bool Allows(this Role role, Permission permission) => role == Role.Admin || Holders[permission].Contains(role);
}
