namespace Runbooks.Activities.Platforms.OpenStack.Identity;

/// <summary>A token, and where the services are that it opens.</summary>
/// <param name="RenewAt">From then on another is asked for.</param>
/// <param name="Endpoints">By the service's type, of one region and one interface.</param>
internal sealed record Session(string Token, DateTimeOffset RenewAt, string Project, string Region, IReadOnlyDictionary<string, Uri> Endpoints)
{
    public Uri? Find(IEnumerable<string> types) => types.Select(type => Endpoints.GetValueOrDefault(type)).FirstOrDefault(uri => uri is not null);
}
