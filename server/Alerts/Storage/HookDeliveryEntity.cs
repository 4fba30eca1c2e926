using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Alerts.Storage;

/// <summary>A delivery that must not be taken twice, by its signature or message id: remembered until it is too old to be taken at all.</summary>
[EntityTypeConfiguration(typeof(HookDeliveryMapping))]
public sealed class HookDeliveryEntity
{
    public required string Source { get; init; }

    public required string Key { get; init; }

    public required DateTimeOffset ForgetAfter { get; init; }
}

internal sealed class HookDeliveryMapping : IEntityTypeConfiguration<HookDeliveryEntity>
{
    public void Configure(EntityTypeBuilder<HookDeliveryEntity> builder)
    {
        builder.ToTable("hook_deliveries");
        builder.HasKey(delivery => new { delivery.Source, delivery.Key });
        builder.HasIndex(delivery => delivery.ForgetAfter);
    }
}
