using System.Globalization;
using System.Text.Json;
using Amazon.EC2.Model;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Ec2.Operations;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Backups;

/// <summary>Copies instances as images, without restarting them.</summary>
internal sealed class BackUpOperation(BackupImages images, InstanceReader reader, Waiting waiting, TimeProvider time) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.BackUp)operation).Order;
        Refuse(order);
        var there = await images.FindAsync(order.Copy, cancellation);
        if (there is not null && !BackupImages.HasFailed(there))
        {
            RequireOwn(there, operation, order);
            return Handle(operation);
        }

        var instance = await reader.GetAsync(operation.NativeId, cancellation);
        if (there is not null) await images.RemoveAsync(order.Copy, cancellation);
        await CreateAsync(instance, order, cancellation);
        return Handle(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await images.FindAsync(((PlatformOperation.BackUp)operation).Order.Copy, cancellation) is { } image && !BackupImages.HasFailed(image)
            ? new Sighting.Found(Handle(operation))
            : new Sighting.NotStarted();

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        var order = ((PlatformOperation.BackUp)operation).Order;
        Image? made = null;
        await waiting.UntilAsync(async () => IsWhole(made = await images.FindAsync(order.Copy, cancellation), operation, handle), cancellation);
        RequireOwn(made!, operation, order);
        return ActivityJson.Write(new BackedUp(
            BackupKind.Full,
            made!.BlockDeviceMappings.OrEmpty().Sum(mapping => (long)(mapping.Ebs?.VolumeSize ?? 0)) << 30,
            Consistency.Crash,
            DateTimeOffset.Parse(made.CreationDate, CultureInfo.InvariantCulture),
            made.ImageId));
    }

    private async Task CreateAsync(Instance instance, BackupOrder order, CancellationToken cancellation)
    {
        try
        {
            await images.CreateAsync(instance, order, cancellation);
        }
        catch (PlatformException error) when (error.Message.StartsWith("InvalidAMIName.Duplicate", StringComparison.Ordinal))
        {
            // An earlier call made it, of which the answer was lost or the effect is not shown yet.
        }
    }

    private bool IsWhole(Image? image, PlatformOperation operation, TaskHandle handle)
    {
        if (image is null && waiting.IsOver(Limits.Newborn, handle)) throw Waiting.Interrupted(operation, "there is no image of it");
        if (image is not null && BackupImages.HasFailed(image))
            throw Waiting.Interrupted(operation, $"its image {image.ImageId} is {image.State.Value}: {image.StateReason?.Message}");
        return image?.State?.Value == "available";
    }

    private static void Refuse(BackupOrder order)
    {
        if (order.Repository is { } repository)
            throw new PlatformException(PlatformError.Invalid, $"EC2 keeps images in a place of its own, and has no repository '{repository}'; leave it out");
        if (order.AtLeast > Consistency.Crash)
            throw new PlatformException(PlatformError.Conflict, "EC2 cannot ask a guest to write out its data without restarting it; such a copy is crash-consistent");
    }

    private static void RequireOwn(Image image, PlatformOperation operation, BackupOrder order)
    {
        if (BackupImages.TagOf(image, BackupImages.OfVm) != operation.NativeId)
            throw new PlatformException(PlatformError.Conflict, $"the copy '{order.Id}' ({image.ImageId}) is of another instance");
    }

    private string Handle(PlatformOperation operation) => TaskHandle.Of(operation, operation.NativeId, time.GetUtcNow());
}
