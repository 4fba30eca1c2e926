using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Runbooks.Server.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PlansAndOrigins : Migration
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

            migrationBuilder.CreateIndex(
                name: "ix_triggers_origin_workflow",
                table: "triggers",
                column: "origin_workflow");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
