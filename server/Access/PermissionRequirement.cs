using Microsoft.AspNetCore.Authorization;

namespace Runbooks.Server.Access;

/// <summary>Hangs on an endpoint: what its caller must be allowed to do.</summary>
public sealed class PermissionRequirement(Permission permission) : IAuthorizationRequirement, IAuthorizationRequirementData
{
    public Permission Permission { get; } = permission;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

public static class PermissionConventions
{
    /// <summary>Says what the callers of these endpoints must be allowed to do. Endpoints that say nothing are closed.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new PermissionRequirement(permission));
}

internal sealed class PermissionHandler : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (context.User.Roles().Any(role => role.Allows(requirement.Permission))) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
