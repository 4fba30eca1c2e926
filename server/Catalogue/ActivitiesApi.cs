using System.Runtime.Loader;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Runbooks.Activities;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Messaging;
using Runbooks.Activities.Patching;
using Runbooks.Server.Access;
using Runbooks.Server.Data;
using Runbooks.Server.Hosting;
using Runbooks.Server.Http;
using Runbooks.Workflows.Flow;

namespace Runbooks.Server.Catalogue;

/// <summary>The activities that steps can use.</summary>
internal static class ActivitiesApi
{
    public static IServiceCollection AddActivityCatalogue(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSliceOptions<SmtpOptions>("Smtp");
        services.AddSliceOptions<OutboundOptions>("Outbound");
        services.AddSliceOptions<PatchOptions>("Patching");
        services.AddOptions<PatchOptions>().PostConfigure<DataDirectory>((patching, data) =>
        {
            if (patching.WorkFolder.Length == 0) patching.WorkFolder = data.File("patching");
        });
        services.AddSingleton<IValidateOptions<OutboundOptions>, OutboundCheck>();
        return services.AddActivities([FlowSteps.Assembly, .. ActivityAssemblies.Load(configuration)]);
    }

    /// <summary>Describes the activities that a site added. One that cannot be described must stop the start, and not the first who asks for it;
    /// those of this server are tested.</summary>
    public static IReadOnlyList<ActivityDescriptor> DescribeAddedActivities(this IServiceProvider services)
    {
        var catalogue = services.GetRequiredService<ActivityCatalogue>();
        return [.. catalogue.Names.Where(name => IsAdded(catalogue.Get(name))).Select(name => catalogue.Describe(name)!)];
    }

    public static void MapActivities(this IEndpointRouteBuilder api) => api
        .MapGet("/activities", List)
        .WithTags("Activities")
        .WithSummary("Lists all activities with their inputs, outcomes and outputs. Every activity has the outcome 'failed' too.")
        .Requires(Permission.Look);

    private static bool IsAdded(IActivity activity) => AssemblyLoadContext.GetLoadContext(activity.GetType().Assembly) is AddedAssembly;

    private static Ok<Page<ActivityDescriptor>> List(ActivityCatalogue catalogue) => TypedResults.Ok(new Page<ActivityDescriptor>(catalogue.Descriptors));

    /// <summary>What the guard cannot read keeps the server from starting, instead of failing the first request of a workflow.</summary>
    private sealed class OutboundCheck : IValidateOptions<OutboundOptions>
    {
        public ValidateOptionsResult Validate(string? name, OutboundOptions options)
        {
            try
            {
                _ = new OutboundGuard(options);
                return ValidateOptionsResult.Success;
            }
            catch (FormatException error)
            {
                return ValidateOptionsResult.Fail(new ConfigurationException("Runbooks:Outbound:Allow", error.Message).Message);
            }
        }
    }
}
