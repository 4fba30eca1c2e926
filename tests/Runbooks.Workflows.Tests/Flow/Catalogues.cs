using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Catalogue;
using Runbooks.Workflows.Flow;

namespace Runbooks.Workflows.Tests.Flow;

internal static class Catalogues
{
    /// <summary>All shipped activities and the flow steps.</summary>
    public static readonly ActivityCatalogue All =
        new ServiceCollection().AddActivities(FlowSteps.Assembly).AddSingleton(TimeProvider.System).BuildServiceProvider().GetRequiredService<ActivityCatalogue>();
}
