using System.ComponentModel.DataAnnotations;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Computes something in JavaScript.</summary>
/// <remarks>The script sees what expressions see: <c>inputs</c>, <c>steps</c>, <c>vars</c>, <c>item</c>, <c>index</c>, <c>run</c>, <c>now</c>.
/// It can change nothing and reach nothing outside, and ends after 2 seconds, 64 MB or a million statements.</remarks>
[Activity("flow.script", Effect.Read, Title = "Script", Group = "Flow")]
public sealed class Script : FlowActivity<Script.Input, object>
{
    public sealed record Input
    {
        /// <summary>The body of a function, e.g. <c>return steps.find.output.vms.filter(vm =&gt; vm.cpus &gt; 8)</c>. What it returns is the
        /// step's output.</summary>
        [Format(Formats.Multiline)]
        [StringLength(65_536, MinimumLength = 1)]
        public required string Script { get; init; }
    }
}
