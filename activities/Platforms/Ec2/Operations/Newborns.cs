using System.Collections.Concurrent;

namespace Runbooks.Activities.Platforms.Ec2.Operations;

/// <summary>Instances that this process has just made: for some moments, parts of EC2 deny that there are such. That one is not
/// known yet is no reason to believe that it is gone.</summary>
internal sealed class Newborns(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> _made = [];

    public void Add(string id)
    {
        foreach (var grown in _made.Keys.Where(known => !Has(known))) _made.TryRemove(grown, out _);
        _made[id] = time.GetTimestamp();
    }

    public bool Has(string id) => _made.TryGetValue(id, out var since) && time.GetElapsedTime(since) < Limits.Newborn;

    public static PlatformException NotYet(string id) => new(
        PlatformError.Busy, $"EC2 has just made the instance {id} and does not know it everywhere yet; try again in some seconds", TimeSpan.FromSeconds(10));
}
