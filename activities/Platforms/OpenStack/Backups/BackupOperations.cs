using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Images;
using Runbooks.Activities.Platforms.OpenStack.Operations;
using Runbooks.Activities.Platforms.OpenStack.Volumes;

namespace Runbooks.Activities.Platforms.OpenStack.Backups;

/// <summary>Makes, looks at and removes copies of servers.</summary>
internal sealed class BackupOperations(Actions actions, BackupImages images, VolumeCopies volumes) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        switch (operation)
        {
            case PlatformOperation.BackUp backUp:
                return await BackUpAsync(backUp, cancellation);
            case PlatformOperation.VerifyBackup verify:
                if (await SettledAsync(verify.Copy, cancellation) is null) await images.RequireAsync(verify.Copy, cancellation);
                break;
            case PlatformOperation.RemoveBackup remove:
                if (await images.FindAsync(remove.Copy, cancellation) is { } image) RequireOwn(image, remove, remove.Copy);
                if (await volumes.FindAsync(remove.Copy, cancellation) is { } copy) RequireOwn(copy, remove);
                await IsRemovedAsync(remove.Copy.Id, cancellation);
                break;
        }

        return actions.Handle(operation);
    }

    /// <summary>To look again changes nothing.</summary>
    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var isDone = operation switch
        {
            PlatformOperation.BackUp backUp => await images.FindAsync(backUp.Order.Copy, cancellation) is not null
                || await volumes.FindAsync(backUp.Order.Copy, cancellation) is { } begun && begun.Parts.Count == begun.Volumes,
            PlatformOperation.RemoveBackup remove => await images.FindAsync(remove.Copy, cancellation) is null && await volumes.FindAsync(remove.Copy, cancellation) is null,
            _ => false,
        };
        return isDone ? new Sighting.Found(actions.Handle(operation)) : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        switch (operation)
        {
            case PlatformOperation.BackUp backUp when await volumes.FindAsync(backUp.Order.Copy, cancellation) is not null:
                return await AwaitVolumesAsync(backUp, cancellation);
            case PlatformOperation.BackUp backUp:
                Image? made = null;
                await actions.Waiting.UntilAsync(async () => IsWhole(made = await LookAsync(backUp, handle, cancellation)), cancellation);
                RequireOwn(made!, backUp, backUp.Order.Copy);
                return ActivityJson.Write(new BackedUp(BackupKind.Full, made!.Size ?? 0, Consistency.Crash, made.CreatedAt, made.Id));
            case PlatformOperation.VerifyBackup verify when await SettledAsync(verify.Copy, cancellation) is { } settled:
                return ActivityJson.Write(new BackupChecked(settled.Problem is null, settled.Problem));
            case PlatformOperation.VerifyBackup verify:
                var problem = ProblemOf(await images.RequireAsync(verify.Copy, cancellation));
                return ActivityJson.Write(new BackupChecked(problem is null, problem));
            default:
                var copy = ((PlatformOperation.RemoveBackup)operation).Copy.Id;
                await actions.Waiting.UntilAsync(() => IsRemovedAsync(copy, cancellation), cancellation);
                return null;
        }
    }

    private async Task<string> BackUpAsync(PlatformOperation.BackUp backUp, CancellationToken cancellation)
    {
        var order = backUp.Order;
        if (order.Repository is { } repository)
            throw new PlatformException(PlatformError.Invalid, $"copies are kept in Glance, which has no repository '{repository}'; leave it out");
        if (order.AtLeast > Consistency.Crash)
            throw new PlatformException(PlatformError.Conflict, "that a guest has written out its data cannot be told here; such a copy is crash-consistent");
        if (await images.FindAsync(order.Copy, cancellation) is { } there)
        {
            RequireOwn(there, backUp, order.Copy);
            return actions.Handle(backUp);
        }

        var begun = await volumes.FindAsync(order.Copy, cancellation);
        if (begun is not null) RequireOwn(begun, backUp);
        if (begun is { Problem: null } && begun.Parts.Count == begun.Volumes) return actions.Handle(backUp);
        var server = await actions.GetAsync(backUp.NativeId, cancellation);
        ImageVolumes.Refuse(server);
        Actions.RefuseHeld(backUp, server);
        if (server.ImageId is null)
        {
            // What goes is no part any more; parts of another moment do not belong to this copy.
            if (begun is { Problem: not null }) await volumes.RemoveAsync(order.Id, cancellation);
            begun = await volumes.FindAsync(order.Copy, cancellation);
            await volumes.BeginAsync(order.Id, server, await actions.Nova.VolumesAsync(server.Id, cancellation), begun, cancellation);
            return actions.Handle(backUp);
        }

        var arguments = new
        {
            name = $"{server.Name} {order.Id}",
            metadata = new Dictionary<string, string>
            {
                [BackupImages.OfCopy] = order.Id, [BackupImages.OfServer] = server.Id, [BackupImages.OfFlavor] = server.Flavor?.OriginalName ?? "",
            },
        };
        return await actions.AskAsync(backUp, "createImage", arguments, _ => false, cancellation);
    }

    /// <returns>The image; null where it is not there yet.</returns>
    private async Task<Image?> LookAsync(PlatformOperation.BackUp backUp, TaskHandle handle, CancellationToken cancellation)
    {
        var image = await images.FindAsync(backUp.Order.Copy, cancellation);
        if (IsWhole(image)) return image;
        var server = await actions.GetAsync(handle.Target, cancellation);
        await actions.ThrowIfGivenUpAsync(backUp, handle, server, cancellation);
        // Nova removes the image of one that failed.
        if (image is null && server.TaskState is null) throw Waiting.Interrupted(backUp, "there is no image of it");
        return image;
    }

    private async Task<JsonElement?> AwaitVolumesAsync(PlatformOperation.BackUp backUp, CancellationToken cancellation)
    {
        VolumeCopy? copy = null;
        await actions.Waiting.UntilAsync(
            async () =>
            {
                copy = await volumes.FindAsync(backUp.Order.Copy, cancellation) ?? throw Waiting.Interrupted(backUp, "the backups of its volumes are gone");
                if (copy.Problem is { } problem) throw Waiting.Interrupted(backUp, problem);
                if (copy.Parts.Count < copy.Volumes) throw Waiting.Interrupted(backUp, $"only {copy.Parts.Count} of its {copy.Volumes} volumes are being copied");
                return copy.IsWhole;
            },
            cancellation);
        RequireOwn(copy!, backUp);
        return ActivityJson.Write(new BackedUp(
            BackupKind.Full, copy!.Parts.Values.Sum(part => (long)part.Size) << 30, Consistency.Crash, copy.Parts.Values.Min(part => part.CreatedAt), copy.First.Id));
    }

    /// <summary>The copy of volumes, where it is whole or has failed.</summary>
    private async Task<VolumeCopy?> SettledAsync(BackupCopy copy, CancellationToken cancellation) =>
        await volumes.FindAsync(copy, cancellation) is { } found && (found.IsWhole || found.Problem is not null) ? found : null;

    private async Task<bool> IsRemovedAsync(string copy, CancellationToken cancellation) =>
        await images.RemoveAsync(copy, cancellation) & await volumes.RemoveAsync(copy, cancellation);

    private static void RequireOwn(VolumeCopy copy, PlatformOperation operation)
    {
        if (copy.Of != operation.NativeId) throw new PlatformException(PlatformError.Conflict, $"the copy '{copy.Id}' is of another server");
    }

    private static bool IsWhole(Image? image) => image?.Status == "active";

    private static string? ProblemOf(Image image) => image switch
    {
        { Status: not "active" } => $"the image {image.Id} is {image.Status}",
        { Size: null or 0 } => $"the image {image.Id} is empty",
        _ => null,
    };

    private static void RequireOwn(Image image, PlatformOperation operation, BackupCopy copy)
    {
        if (image.BackupOf != operation.NativeId) throw new PlatformException(PlatformError.Conflict, $"the copy '{copy.Id}' (image {image.Id}) is of another server");
    }
}
