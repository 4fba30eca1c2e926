using System.Management.Automation;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn.Cmdlets;

/// <summary>A cmdlet on the <see cref="World"/>. A refusal is an error that does not end the script by itself, as Hyper-V's are.</summary>
public abstract class StandInCmdlet : PSCmdlet
{
    protected World World => (World)SessionState.PSVariable.GetValue(PowerShellStandIn.WorldVariable);

    protected sealed override void ProcessRecord()
    {
        var answers = new List<object>();
        try
        {
            lock (World)
            {
                World.Pass();
                Act(answers);
            }
        }
        catch (Refusal refusal)
        {
            WriteError(refusal.Record());
            return;
        }

        WriteObject(answers, enumerateCollection: true);
    }

    protected abstract void Act(List<object> answers);

    /// <summary>The node that is asked, which is up.</summary>
    protected Node At(string? computer)
    {
        var name = computer ?? World.Nodes[0].Name;
        var node = World.Nodes.SingleOrDefault(node => string.Equals(node.Name, name, StringComparison.OrdinalIgnoreCase));
        return node is { IsDown: false } ? node : throw Refusal.NoHost(name);
    }

    /// <summary>The VM that an object stands for, which may have been deleted since, or be on a host that is down.</summary>
    protected Machine Live(Machine machine)
    {
        if (!World.Machines.Contains(machine)) throw Refusal.NotFound($"a virtual machine with id {machine.Id}");
        At(machine.ComputerName);
        return machine;
    }

    /// <summary>One that nothing works on.</summary>
    protected Machine Free(Machine machine) => Live(machine).IsBusy ? throw Refusal.InUse(machine) : machine;

    protected static void Need(Machine machine, params VMState[] states)
    {
        if (!states.Contains(machine.State)) throw Refusal.State(machine);
    }
}

/// <summary>A cmdlet that may go on as a job.</summary>
public abstract class JobCmdlet : StandInCmdlet
{
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    protected sealed override void Act(List<object> answers)
    {
        if (!AsJob)
        {
            Work();
            return;
        }

        var job = new StandInJob(MyInvocation.Line);
        try
        {
            job.End(Work());
        }
        catch (Refusal refusal)
        {
            job.Fail(refusal);
        }

        answers.Add(job);
    }

    /// <returns>Whether it is over.</returns>
    protected abstract bool Work();
}

/// <summary>Runs on where it is not over; the process that began it will not hear of its end.</summary>
public sealed class StandInJob(string command) : Job(command)
{
    public override bool HasMoreData => Error.Count > 0;

    public override string Location => "localhost";

    public override string StatusMessage => "";

    public override void StopJob() => SetJobState(JobState.Stopped);

    internal void End(bool over) => SetJobState(over ? JobState.Completed : JobState.Running);

    internal void Fail(Refusal refusal)
    {
        Error.Add(refusal.Record());
        SetJobState(JobState.Failed);
    }
}
