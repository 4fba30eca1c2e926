using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;

namespace Runbooks.Server.Channels.News;

internal static class WorkflowNames
{
    /// <summary>Of those that have one.</summary>
    public static async Task<Dictionary<string, string>> OfAsync(RunbooksDbContext db, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var wanted = ids.Distinct().ToList();
        return wanted.Count == 0 ? [] : await db.Workflows
            .Where(workflow => wanted.Contains(workflow.Id) && workflow.Name != null).ToDictionaryAsync(workflow => workflow.Id, workflow => workflow.Name!, cancellation);
    }
}
