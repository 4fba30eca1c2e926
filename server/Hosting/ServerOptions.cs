namespace Runbooks.Server.Hosting;

/// <summary>The section <c>Runbooks:Server</c>.</summary>
internal sealed record ServerOptions : ICheckedOptions
{
    /// <summary>Where people open the designer, e.g. <c>https://runbooks.example.org</c>: links in messages begin with it. Without it they have none.</summary>
    public string? PublicAddress { get; init; }

    public IEnumerable<(string Key, string Message)> Problems()
    {
        if (!string.IsNullOrEmpty(PublicAddress) && (!Uri.TryCreate(PublicAddress, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
            yield return (nameof(PublicAddress), "must be an address that begins with http:// or https://, such as https://runbooks.example.org.");
    }

    /// <param name="path">Of a page, from its slash on.</param>
    public Uri? Link(string path) => string.IsNullOrEmpty(PublicAddress) ? null : new Uri(PublicAddress.TrimEnd('/') + path);
}
