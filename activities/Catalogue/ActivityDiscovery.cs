using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace Runbooks.Activities.Catalogue;

/// <summary>Finds the public classes that carry <see cref="ActivityAttribute"/>, makes one of each, and describes it. Others are not even
/// loaded: those of a platform would bring its whole SDK along, also where no connection needs it.</summary>
internal static partial class ActivityDiscovery
{
    /// <exception cref="UnusableActivityException">The start must stop.</exception>
    public static ActivityCatalogue Discover(IServiceProvider services, IEnumerable<Assembly> assemblies)
    {
        var byName = new Dictionary<string, (IActivity Activity, Lazy<ActivityDescriptor> Descriptor)>(StringComparer.Ordinal);
        foreach (var type in assemblies.Distinct().SelectMany(Types))
        {
            if (type.GetCustomAttribute<ActivityAttribute>() is not { } attribute) continue;
            Check(type, attribute);
            var activity = Make(services, type);
            if (byName.TryAdd(attribute.Name, (activity, new(() => Describe(attribute, activity))))) continue;
            throw new UnusableActivityException(
                $"Two activities are named '{attribute.Name}': {byName[attribute.Name].Activity.GetType()} and {type}. Rename one of them.");
        }

        return new ActivityCatalogue(byName);
    }

    /// <summary>An assembly that is emitted at run time cannot say which of its types it exports.</summary>
    private static Type[] Types(Assembly assembly) => assembly.IsDynamic ? assembly.GetTypes() : assembly.GetExportedTypes();

    private static IActivity Make(IServiceProvider services, Type type)
    {
        try
        {
            return (IActivity)ActivatorUtilities.CreateInstance(services, type);
        }
        catch (InvalidOperationException error)
        {
            throw new UnusableActivityException($"{type} cannot be made: {error.Message}", error);
        }
    }

    private static void Check(Type type, ActivityAttribute attribute)
    {
        if (type.IsAbstract || !type.IsAssignableTo(typeof(IActivity)))
            throw new UnusableActivityException($"{type} carries [Activity(\"{attribute.Name}\")] and must be a class that implements IActivity.");
        if (!NamePattern().IsMatch(attribute.Name))
            throw new UnusableActivityException($"{type} is named '{attribute.Name}'; a name looks like 'vm.power-off'.");
    }

    private static ActivityDescriptor Describe(ActivityAttribute attribute, IActivity activity) => new(
        attribute.Name,
        attribute.Title,
        attribute.Group,
        attribute.Effect,
        attribute.Outcomes,
        activity is ITargetActivity ? ActivitySchema.OfTargetInput(activity.InputType) : ActivitySchema.OfInput(activity.InputType),
        ActivitySchema.OfOutput(activity.OutputType),
        attribute.Needs,
        HasUndo: activity is IUndoable,
        attribute.NoUndo,
        HelpText.Of(activity.GetType()));

    [GeneratedRegex(@"^[a-z]+(-[a-z]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$")]
    private static partial Regex NamePattern();
}
