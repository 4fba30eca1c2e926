using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Data.Settings;

/// <summary>A setting that is changed while the server runs, such as the automation switch.</summary>
[EntityTypeConfiguration(typeof(SettingMapping))]
public sealed class SettingEntity
{
    public required string Key { get; init; }

    /// <summary>JSON.</summary>
    public required string Value { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class SettingMapping : IEntityTypeConfiguration<SettingEntity>
{
    public void Configure(EntityTypeBuilder<SettingEntity> builder)
    {
        builder.ToTable("settings");
        builder.HasKey(setting => setting.Key);
    }
}
