using Runbooks.Activities.Catalogue;
using Runbooks.Server.Access;
using Runbooks.Server.Connections;
using Runbooks.Server.Workflows.Drafts;
using Runbooks.Server.Workflows.Expressions;
using Runbooks.Server.Workflows.Publishing;
using Runbooks.Server.Workflows.Versions;
using Runbooks.Workflows.Definitions.Validation;

namespace Runbooks.Server.Workflows;

internal static class WorkflowsRegistration
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services) => services
        .AddSingleton<PublishedWorkflows>()
        .AddSingleton(MakeCheck)
        .AddSingleton<SchemaApi>()
        .AddSingleton<DraftStore>()
        .AddSingleton<Publisher>()
        .AddSingleton<PauseStore>();

    private static DefinitionCheck MakeCheck(IServiceProvider services)
    {
        var registry = services.GetRequiredService<ConnectionRegistry>();
        return new(new DefinitionValidator(services.GetRequiredService<ActivityCatalogue>(), registry.Abilities).Validate);
    }

    public static void MapWorkflows(this IEndpointRouteBuilder api)
    {
        var workflows = api.MapGroup("/workflows").WithTags("Workflows");
        var look = workflows.MapGroup("").Requires(Permission.Look);
        look.MapGet("", WorkflowsApi.ListAsync).WithSummary("Lists the workflows.");
        look.MapGet("schema", SchemaApi.Read).WithSummary("The JSON Schema of definitions, for editors.");
        look.MapGet("{id}", WorkflowsApi.ReadAsync).WithSummary("A workflow: its definition as published (or of a version), and its draft.");
        look.MapGet("{id}/versions", VersionsApi.ListAsync).WithSummary("Lists the published versions, newest first.");
        look.MapGet("{id}/versions/compare", VersionsApi.CompareAsync).WithSummary("What differs between two versions, or a version and the draft.");
        look.MapPost("{id}/expressions/evaluate", ExpressionsApi.EvaluateAsync)
            .WithSummary("What an expression gives over the recorded state of a run. Secrets are not resolved.");

        workflows.MapPost("validate", DraftsApi.ValidateAsync).TakesDefinition().WithSummary("Finds what is wrong with a definition; saves nothing.")
            .Requires(Permission.Plan);
        var author = workflows.MapGroup("{id}").Requires(Permission.Author);
        author.MapPut("", DraftsApi.SaveAsync).TakesDefinition().WithSummary("Saves the draft; with If-Match, only over the draft that was read.");
        author.MapPost("publish", PublishApi.PublishAsync).WithSummary("Makes the draft the next version.");
        author.MapPost("versions/{version}/restore", VersionsApi.RestoreAsync).WithSummary("Makes an older version the draft.");

        var operate = workflows.MapGroup("{id}").Requires(Permission.Operate);
        operate.MapPost("pause", PauseApi.PauseAsync).WithSummary("Keeps the workflow from being started.");
        operate.MapPost("resume", PauseApi.ResumeAsync).WithSummary("Lets the workflow be started again.");
    }
}
