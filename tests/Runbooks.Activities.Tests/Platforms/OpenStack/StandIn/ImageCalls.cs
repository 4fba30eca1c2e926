using System.Globalization;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>Glance's images, and Neutron's networks.</summary>
internal sealed class ImageCalls(World world)
{
    public void AddTo(Dictionary<string, Func<Call, object?>> routes)
    {
        routes["GET /image/v2/images"] = List;
        routes["DELETE /image/v2/images/*"] = Delete;
        routes["GET /network/v2.0/networks"] = call =>
        {
            if (call.Get("fields") is null) throw Refusal.BadRequest("This stand-in wants to be asked for fields");
            return new { networks = world.Networks.Select(network => new { id = network.Id, name = network.Name }) };
        };
    }

    /// <summary>Glance filters by any property, and shows custom ones beside its own.</summary>
    private Dictionary<string, object> List(Call call)
    {
        IEnumerable<CloudImage> found = world.Stored;
        if (call.Get("status") is { } status) found = found.Where(image => image.Status == status);
        if (call.Get("runbooks_server") is { } server) found = found.Where(image => image.Properties.GetValueOrDefault("runbooks_server") == server);
        if (call.Get("runbooks_backup") is { } copy) found = found.Where(image => image.Properties.GetValueOrDefault("runbooks_backup") == copy);
        var (page, isMore) = world.PageOf(found.ToList(), image => image.Id, call);
        var answer = new Dictionary<string, object> { ["images"] = page.Select(Shown) };
        if (isMore) answer["next"] = "/v2/images?marker=…";
        return answer;
    }

    private static Dictionary<string, object?> Shown(CloudImage image)
    {
        var shown = new Dictionary<string, object?>
        {
            ["id"] = image.Id, ["name"] = image.Name, ["status"] = image.Status, ["container_format"] = image.Format, ["min_disk"] = 0, ["size"] = image.Status == "active" ? image.Size : (long?)null,
            ["created_at"] = image.Created.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), ["self"] = $"/v2/images/{image.Id}",
        };
        if (image.Distribution is { } distribution) shown["os_distro"] = distribution;
        foreach (var (name, value) in image.Properties) shown[name] = value;
        return shown;
    }

    private object? Delete(Call call)
    {
        var image = world.Stored.Find(each => each.Id == call[2]) ?? throw Refusal.NotFound($"No image found with ID {call[2]}");
        world.Stored.Remove(image);
        world.Effects.Add(image.Properties.TryGetValue("runbooks_backup", out var copy)
            ? ($"remove-backup {copy}", image.Properties["runbooks_backup_of"])
            : ("delete image", image.Properties.GetValueOrDefault("runbooks_server", "")));
        return null;
    }
}
