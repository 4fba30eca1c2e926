using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Workflows.Publishing;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Library;

namespace Runbooks.Server.Workflows;

/// <summary>Publishes the shipped workflows that this server does not have yet. One that an operator has is left as it is.</summary>
internal static class LibrarySeeding
{
    private const string Server = "server";

    public static async Task SeedLibraryAsync(this IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContextAsync();
        var known = await db.Workflows.Select(workflow => workflow.Id).ToListAsync();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var shipped in WorkflowLibrary.All.Where(shipped => !known.Contains(shipped.Id))) Add(db, shipped, now);
        await db.SaveChangesAsync();
    }

    private static void Add(RunbooksDbContext db, ShippedWorkflow shipped, DateTimeOffset now)
    {
        var reading = DefinitionReader.Read(shipped.Yaml, DocumentFormat.Yaml);
        var definition = reading.Definition ?? throw new InvalidOperationException($"The shipped workflow '{shipped.Id}' cannot be read.");
        var workflow = new WorkflowEntity
        {
            Id = shipped.Id,
            Name = definition.Name,
            Description = definition.Description,
            Draft = reading.Document!.Value.GetRawText(),
            DraftYaml = shipped.Yaml,
            Revision = 1,
            CreatedAt = now,
            UpdatedAt = now,
            UpdatedBy = Server,
        };
        db.Workflows.Add(workflow);
        PublishApi.Publish(db, workflow, Server, now);
    }
}
