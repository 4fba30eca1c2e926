using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access.Keys;
using Runbooks.Server.Audit;
using Runbooks.Server.Backups;
using Runbooks.Server.Connections;
using Runbooks.Server.Data.Settings;
using Runbooks.Server.Fleet;
using Runbooks.Server.Secrets;
using Runbooks.Server.Workflows;

namespace Runbooks.Server.Data;

/// <summary>Everything that is queried, except runs. Each entity and its mapping are in their slice's folder.</summary>
public abstract class RunbooksDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<WorkflowEntity> Workflows => Set<WorkflowEntity>();

    public DbSet<WorkflowVersionEntity> WorkflowVersions => Set<WorkflowVersionEntity>();

    public DbSet<ConnectionEntity> Connections => Set<ConnectionEntity>();

    public DbSet<FleetObjectEntity> FleetObjects => Set<FleetObjectEntity>();

    public DbSet<ApiKeyEntity> ApiKeys => Set<ApiKeyEntity>();

    public DbSet<SecretEntity> Secrets => Set<SecretEntity>();

    public DbSet<SettingEntity> Settings => Set<SettingEntity>();

    public DbSet<AuditEntity> Audit => Set<AuditEntity>();

    public DbSet<BackupEntity> Backups => Set<BackupEntity>();

}
