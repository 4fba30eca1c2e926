using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Runbooks.Server.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ChannelsAndPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "origin_version",
                table: "triggers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "origin_workflow",
                table: "triggers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "plan",
                table: "trigger_firings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "plan_failure",
                table: "trigger_firings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "planned_at",
                table: "trigger_firings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "summary_code",
                table: "trigger_firings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "summary_parameters",
                table: "trigger_firings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "channel_messages",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    channel_id = table.Column<string>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    severity = table.Column<string>(type: "TEXT", nullable: false),
                    workflow = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    facts = table.Column<string>(type: "TEXT", nullable: false),
                    page = table.Column<string>(type: "TEXT", nullable: false),
                    watched = table.Column<string>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    error = table.Column<string>(type: "TEXT", nullable: true),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    sent_as = table.Column<string>(type: "TEXT", nullable: true),
                    over_at = table.Column<long>(type: "INTEGER", nullable: true),
                    resolved_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel_messages", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "channels",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    settings = table.Column<string>(type: "TEXT", nullable: false),
                    secret_names = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    kinds = table.Column<string>(type: "TEXT", nullable: false),
                    workflows = table.Column<string>(type: "TEXT", nullable: false),
                    minimum_severity = table.Column<string>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    failing_since = table.Column<long>(type: "INTEGER", nullable: true),
                    next_attempt_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    delivered_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channels", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_triggers_origin_workflow",
                table: "triggers",
                column: "origin_workflow");

            migrationBuilder.CreateIndex(
                name: "ix_channel_messages_channel_id_key",
                table: "channel_messages",
                columns: new[] { "channel_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_channel_messages_channel_id_status_sequence",
                table: "channel_messages",
                columns: new[] { "channel_id", "status", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_channel_messages_over_at_watched",
                table: "channel_messages",
                columns: new[] { "over_at", "watched" });

            migrationBuilder.CreateIndex(
                name: "ix_channel_messages_settled_at",
                table: "channel_messages",
                column: "settled_at");

            migrationBuilder.CreateIndex(
                name: "ix_channels_name",
                table: "channels",
                column: "name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "channel_messages");

            migrationBuilder.DropTable(
                name: "channels");

            migrationBuilder.DropIndex(
                name: "ix_triggers_origin_workflow",
                table: "triggers");

            migrationBuilder.DropColumn(
                name: "origin_version",
                table: "triggers");

            migrationBuilder.DropColumn(
                name: "origin_workflow",
                table: "triggers");

            migrationBuilder.DropColumn(
                name: "plan",
                table: "trigger_firings");

            migrationBuilder.DropColumn(
                name: "plan_failure",
                table: "trigger_firings");

            migrationBuilder.DropColumn(
                name: "planned_at",
                table: "trigger_firings");

            migrationBuilder.DropColumn(
                name: "summary_code",
                table: "trigger_firings");

            migrationBuilder.DropColumn(
                name: "summary_parameters",
                table: "trigger_firings");
        }
    }
}
