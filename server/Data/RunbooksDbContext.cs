using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access.Keys;
using Runbooks.Server.Alerts.Sources;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Audit;
using Runbooks.Server.Backups;
using Runbooks.Server.Channels;
using Runbooks.Server.Channels.Outbox;
using Runbooks.Server.Connections;
using Runbooks.Server.Data.Settings;
using Runbooks.Server.Fleet;
using Runbooks.Server.FleetRules.Watching;
using Runbooks.Server.Secrets;
using Runbooks.Server.Triggers;
using Runbooks.Server.Triggers.Calendars;
using Runbooks.Server.Triggers.Events;
using Runbooks.Server.Triggers.Firings;
using Runbooks.Server.Triggers.Schedules;
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

    public DbSet<AlertSourceEntity> AlertSources => Set<AlertSourceEntity>();

    public DbSet<AlertSourceStatusEntity> AlertSourceStatus => Set<AlertSourceStatusEntity>();

    public DbSet<AlertEntity> Alerts => Set<AlertEntity>();

    public DbSet<AlertChangeEntity> AlertChanges => Set<AlertChangeEntity>();

    public DbSet<AlertOutcomeEntity> AlertOutcomes => Set<AlertOutcomeEntity>();

    public DbSet<AlertCursorEntity> AlertCursors => Set<AlertCursorEntity>();

    public DbSet<AlertFollowUpEntity> AlertFollowUps => Set<AlertFollowUpEntity>();

    public DbSet<HookDeliveryEntity> HookDeliveries => Set<HookDeliveryEntity>();

    public DbSet<UnreadBodyEntity> UnreadBodies => Set<UnreadBodyEntity>();

    public DbSet<TriggerEntity> Triggers => Set<TriggerEntity>();

    public DbSet<FiringEntity> Firings => Set<FiringEntity>();

    public DbSet<ScheduleCursorEntity> ScheduleCursors => Set<ScheduleCursorEntity>();

    public DbSet<EventSubscriptionEntity> EventSubscriptions => Set<EventSubscriptionEntity>();

    public DbSet<EventCursorEntity> EventCursors => Set<EventCursorEntity>();

    public DbSet<DeadLetterEntity> DeadLetters => Set<DeadLetterEntity>();

    public DbSet<CalendarEntity> Calendars => Set<CalendarEntity>();

    public DbSet<FleetRuleStateEntity> FleetRuleStates => Set<FleetRuleStateEntity>();

    public DbSet<ChannelEntity> Channels => Set<ChannelEntity>();

    public DbSet<ChannelMessageEntity> ChannelMessages => Set<ChannelMessageEntity>();

    public DbSet<FleetRuleRoundEntity> FleetRuleRounds => Set<FleetRuleRoundEntity>();
}
