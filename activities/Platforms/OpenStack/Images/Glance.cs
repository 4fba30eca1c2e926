using Runbooks.Activities.Platforms.OpenStack.Http;

namespace Runbooks.Activities.Platforms.OpenStack.Images;

/// <summary>The calls of the Image API that are needed. https://docs.openstack.org/api-ref/image/v2/</summary>
internal sealed class Glance(ServiceClient service)
{
    /// <param name="filter">Properties that images have, as they are written in the query: <c>status=active</c>.</param>
    public async Task<List<Image>> ImagesAsync(string filter, CancellationToken cancellation)
    {
        var all = new List<Image>();
        var marker = "";
        while (true)
        {
            var answer = await service.SendAsync(HttpMethod.Get, $"/images?limit={Limits.Page}&{filter}{marker}", null, cancellation);
            var page = ApiJson.Read<List<Image>>(answer.Body, "images");
            all.AddRange(page);
            if (page.Count == 0 || answer.Body?.TryGetProperty("next", out _) != true) return all;
            marker = $"&marker={Uri.EscapeDataString(page[^1].Id)}";
        }
    }

    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        try
        {
            await service.SendAsync(HttpMethod.Delete, $"/images/{Uri.EscapeDataString(id)}", null, cancellation);
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
        }
    }
}
