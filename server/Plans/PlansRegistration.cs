namespace Runbooks.Server.Plans;

internal static class PlansRegistration
{
    public static IServiceCollection AddPlans(this IServiceCollection services) => services
        .AddSingleton<PlanMaker>()
        .AddSingleton<PlannedWorkflows>()
        .AddSingleton<PlanDrift>();
}
