using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Runbooks.Server.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Triggers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alert_changes",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    alert = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    severity = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_changes", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "alert_cursors",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_cursors", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "alert_follow_ups",
                columns: table => new
                {
                    firing = table.Column<string>(type: "TEXT", nullable: false),
                    alert = table.Column<long>(type: "INTEGER", nullable: false),
                    trigger = table.Column<string>(type: "TEXT", nullable: false),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_follow_ups", x => x.firing);
                });

            migrationBuilder.CreateTable(
                name: "alert_outcomes",
                columns: table => new
                {
                    alert = table.Column<long>(type: "INTEGER", nullable: false),
                    trigger = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    message = table.Column<string>(type: "TEXT", nullable: false),
                    firing = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_outcomes", x => new { x.alert, x.trigger });
                });

            migrationBuilder.CreateTable(
                name: "alert_source_status",
                columns: table => new
                {
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    accepted = table.Column<long>(type: "INTEGER", nullable: false),
                    duplicates = table.Column<long>(type: "INTEGER", nullable: false),
                    truncated = table.Column<long>(type: "INTEGER", nullable: false),
                    last_alert_at = table.Column<long>(type: "INTEGER", nullable: true),
                    refused = table.Column<long>(type: "INTEGER", nullable: false),
                    last_refused_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_refusal = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_source_status", x => x.source);
                });

            migrationBuilder.CreateTable(
                name: "alert_sources",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    dialect = table.Column<string>(type: "TEXT", nullable: false),
                    authentication = table.Column<string>(type: "TEXT", nullable: false),
                    secret_names = table.Column<string>(type: "TEXT", nullable: false),
                    time_zone = table.Column<string>(type: "TEXT", nullable: true),
                    mapping = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_sources", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "alert_unread_bodies",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    media_type = table.Column<string>(type: "TEXT", nullable: true),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false),
                    problem = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_unread_bodies", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "alerts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    fingerprint = table.Column<string>(type: "TEXT", nullable: false),
                    episode = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    severity = table.Column<string>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    labels = table.Column<string>(type: "TEXT", nullable: false),
                    annotations = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: true),
                    starts_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: true),
                    link = table.Column<string>(type: "TEXT", nullable: true),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    repeats = table.Column<long>(type: "INTEGER", nullable: false),
                    finding = table.Column<string>(type: "TEXT", nullable: true),
                    target = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "calendars",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    definition = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_by = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendars", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "event_cursors",
                columns: table => new
                {
                    subscription_id = table.Column<string>(type: "TEXT", nullable: false),
                    run_id = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_cursors", x => new { x.subscription_id, x.run_id });
                });

            migrationBuilder.CreateTable(
                name: "event_dead_letters",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    subscription_id = table.Column<string>(type: "TEXT", nullable: false),
                    @event = table.Column<string>(name: "event", type: "TEXT", nullable: false),
                    error = table.Column<string>(type: "TEXT", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_dead_letters", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "event_subscriptions",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    url = table.Column<string>(type: "TEXT", nullable: false),
                    types = table.Column<string>(type: "TEXT", nullable: false),
                    workflow = table.Column<string>(type: "TEXT", nullable: true),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    place = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    failing_since = table.Column<long>(type: "INTEGER", nullable: true),
                    next_attempt_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    delivered_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_subscriptions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fleet_rule_rounds",
                columns: table => new
                {
                    trigger_id = table.Column<string>(type: "TEXT", nullable: false),
                    rule = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fleet_rule_rounds", x => x.trigger_id);
                });

            migrationBuilder.CreateTable(
                name: "fleet_rule_states",
                columns: table => new
                {
                    trigger_id = table.Column<string>(type: "TEXT", nullable: false),
                    @object = table.Column<string>(name: "object", type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    episode = table.Column<long>(type: "INTEGER", nullable: false),
                    starts = table.Column<string>(type: "TEXT", nullable: false),
                    run_id = table.Column<string>(type: "TEXT", nullable: true),
                    rule = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fleet_rule_states", x => new { x.trigger_id, x.@object });
                });

            migrationBuilder.CreateTable(
                name: "hook_deliveries",
                columns: table => new
                {
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    forget_after = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hook_deliveries", x => new { x.source, x.key });
                });

            migrationBuilder.CreateTable(
                name: "schedule_cursors",
                columns: table => new
                {
                    trigger_id = table.Column<string>(type: "TEXT", nullable: false),
                    next_time = table.Column<long>(type: "INTEGER", nullable: true),
                    next_due = table.Column<long>(type: "INTEGER", nullable: true),
                    last_time = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_schedule_cursors", x => x.trigger_id);
                });

            migrationBuilder.CreateTable(
                name: "trigger_firings",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    trigger_id = table.Column<string>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    workflow = table.Column<string>(type: "TEXT", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    detail = table.Column<string>(type: "TEXT", nullable: true),
                    inputs = table.Column<string>(type: "TEXT", nullable: true),
                    targets = table.Column<string>(type: "TEXT", nullable: false),
                    lineage = table.Column<string>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    run_id = table.Column<string>(type: "TEXT", nullable: true),
                    code = table.Column<string>(type: "TEXT", nullable: true),
                    why = table.Column<string>(type: "TEXT", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    next_attempt_at = table.Column<long>(type: "INTEGER", nullable: true),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trigger_firings", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "triggers",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    workflow = table.Column<string>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    pause_at = table.Column<long>(type: "INTEGER", nullable: true),
                    pause_by = table.Column<string>(type: "TEXT", nullable: true),
                    pause_reason = table.Column<string>(type: "TEXT", nullable: true),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    inputs = table.Column<string>(type: "TEXT", nullable: false),
                    settings = table.Column<string>(type: "TEXT", nullable: false),
                    enabled_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_by = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_triggers", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_alert_changes_alert",
                table: "alert_changes",
                column: "alert");

            migrationBuilder.CreateIndex(
                name: "ix_alert_unread_bodies_source_sequence",
                table: "alert_unread_bodies",
                columns: new[] { "source", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_alerts_source_fingerprint_episode",
                table: "alerts",
                columns: new[] { "source", "fingerprint", "episode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_alerts_status_received_at",
                table: "alerts",
                columns: new[] { "status", "received_at" },
                filter: "status = 'firing'");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_target",
                table: "alerts",
                column: "target");

            migrationBuilder.CreateIndex(
                name: "ix_event_cursors_subscription_id_ended_at",
                table: "event_cursors",
                columns: new[] { "subscription_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "ix_event_dead_letters_subscription_id_sequence",
                table: "event_dead_letters",
                columns: new[] { "subscription_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_hook_deliveries_forget_after",
                table: "hook_deliveries",
                column: "forget_after");

            migrationBuilder.CreateIndex(
                name: "ix_schedule_cursors_next_due",
                table: "schedule_cursors",
                column: "next_due");

            migrationBuilder.CreateIndex(
                name: "ix_trigger_firings_id",
                table: "trigger_firings",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_trigger_firings_settled_at",
                table: "trigger_firings",
                column: "settled_at");

            migrationBuilder.CreateIndex(
                name: "ix_trigger_firings_status_next_attempt_at",
                table: "trigger_firings",
                columns: new[] { "status", "next_attempt_at" });

            migrationBuilder.CreateIndex(
                name: "ix_trigger_firings_trigger_id_key",
                table: "trigger_firings",
                columns: new[] { "trigger_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_trigger_firings_trigger_id_sequence",
                table: "trigger_firings",
                columns: new[] { "trigger_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_triggers_name",
                table: "triggers",
                column: "name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alert_changes");

            migrationBuilder.DropTable(
                name: "alert_cursors");

            migrationBuilder.DropTable(
                name: "alert_follow_ups");

            migrationBuilder.DropTable(
                name: "alert_outcomes");

            migrationBuilder.DropTable(
                name: "alert_source_status");

            migrationBuilder.DropTable(
                name: "alert_sources");

            migrationBuilder.DropTable(
                name: "alert_unread_bodies");

            migrationBuilder.DropTable(
                name: "alerts");

            migrationBuilder.DropTable(
                name: "calendars");

            migrationBuilder.DropTable(
                name: "event_cursors");

            migrationBuilder.DropTable(
                name: "event_dead_letters");

            migrationBuilder.DropTable(
                name: "event_subscriptions");

            migrationBuilder.DropTable(
                name: "fleet_rule_rounds");

            migrationBuilder.DropTable(
                name: "fleet_rule_states");

            migrationBuilder.DropTable(
                name: "hook_deliveries");

            migrationBuilder.DropTable(
                name: "schedule_cursors");

            migrationBuilder.DropTable(
                name: "trigger_firings");

            migrationBuilder.DropTable(
                name: "triggers");
        }
    }
}
