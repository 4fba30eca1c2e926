using Runbooks.Server.Access;

namespace Runbooks.Server.Tests.Access;

public sealed class PermissionsTests
{
    [Fact]
    public void RolesWith_EveryPermission_IncludesAdmin() =>
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.Contains(Role.Admin, Permissions.RolesWith(permission)));

    [Theory]
    [InlineData(Role.Viewer, "Look")]
    [InlineData(Role.Operator, "Look Plan Operate Stop")]
    [InlineData(Role.Author, "Look Plan Stop Author ListSecrets")]
    [InlineData(Role.Approver, "Look Plan Stop Approve")]
    public void Allows_Role_IsWhatTheManualSays(Role role, string expected) =>
        Assert.Equal(expected, string.Join(' ', Enum.GetValues<Permission>().Where(permission => role.Allows(permission))));
}
