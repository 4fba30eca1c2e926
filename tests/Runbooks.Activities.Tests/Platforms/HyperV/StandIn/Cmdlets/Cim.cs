using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn.Cmdlets;

/// <summary>The classes that scripts read.</summary>
[Cmdlet("Get", "CimInstance")]
public sealed partial class GetCimInstance : StandInCmdlet
{
    [Parameter]
    public string Namespace { get; set; } = @"root\cimv2";

    [Parameter(Mandatory = true)]
    public string ClassName { get; set; } = null!;

    [Parameter]
    public string? Filter { get; set; }

    [Parameter]
    public string? ComputerName { get; set; }

    protected override void Act(List<object> answers)
    {
        var node = At(ComputerName);
        if (ClassName == "Msvm_ShutdownComponent") answers.AddRange(Shutdown(node));
        else if (Namespace != @"root\cimv2" || Filter is not null) throw new Refusal("HRESULT 0x80041010", ErrorCategory.MetadataError, "Invalid class");
        else answers.AddRange(Counters(node));
    }

    private IEnumerable<object> Shutdown(Node node)
    {
        if (Namespace != @"root\virtualization\v2" || Form().Match(Filter ?? "") is not { Success: true } form)
            throw new Refusal("HRESULT 0x80041017", ErrorCategory.InvalidArgument, "Invalid query");
        return from machine in World.Machines
            where machine.ComputerName == node.Name && $"{machine.Id}" == form.Groups[1].Value && machine.State == VMState.Running
            select new ShutdownComponent(machine) { EnabledState = (ushort)(machine.Guest == Guest.HasNoServices ? 3 : 2) };
    }

    private IEnumerable<object> Counters(Node node)
    {
        var at = (ulong)World.Clock.GetUtcNow().ToFileTime();
        var running = World.Machines.Where(machine => machine.ComputerName == node.Name && machine.State == VMState.Running).ToList();
        return ClassName switch
        {
            "Win32_OperatingSystem" => [new { TotalVisibleMemorySize = 64UL << 20, FreePhysicalMemory = 16UL << 20 }],
            "Win32_PerfRawData_HvStats_HyperVHypervisorLogicalProcessor" =>
                new[] { "_Total", "Hv LP 0", "Hv LP 1" }.Select(name => new { Name = name, PercentTotalRunTime = at / 2, Timestamp_Sys100NS = at }),
            "Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor" =>
                from machine in running
                from cpu in Enumerable.Range(0, machine.ProcessorCount)
                select new { Name = $"{machine.Name}:Hv VP {cpu}", PercentTotalRunTime = at / 4, Timestamp_Sys100NS = at },
            "Win32_PerfRawData_Counters_HyperVVirtualStorageDevice" =>
                from machine in running
                from drive in machine.HardDrives
                select new { Name = drive.Path.Replace('\\', '-'), ReadBytesPersec = at / 1000, WriteBytesPersec = at / 1000, Timestamp_Sys100NS = at },
            "Win32_PerfRawData_NvspNicStats_HyperVVirtualNetworkAdapter" =>
                from machine in running
                from card in machine.NetworkAdapters
                select new { Name = $"{machine.Name}_Network Adapter_{machine.Id}--{card.Id}", BytesPersec = at / 2000, Timestamp_Sys100NS = at },
            _ => throw new Refusal("HRESULT 0x80041010", ErrorCategory.MetadataError, "Invalid class"),
        };
    }

    [GeneratedRegex("^SystemName = '([0-9a-fA-F-]{36})'$")]
    private static partial Regex Form();
}

public sealed class ShutdownComponent(Machine machine)
{
    public ushort EnabledState { get; init; }

    internal Machine Machine { get; } = machine;
}

[Cmdlet("Invoke", "CimMethod")]
public sealed class InvokeCimMethod : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public ShutdownComponent InputObject { get; set; } = null!;

    [Parameter(Mandatory = true)]
    [ValidateSet("InitiateShutdown", "InitiateReboot")]
    public string MethodName { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public IDictionary Arguments { get; set; } = null!;

    protected override void Act(List<object> answers)
    {
        if (Arguments["Force"] is not bool || Arguments["Reason"] is not string) throw new Refusal("HRESULT 0x80041008", ErrorCategory.InvalidArgument, "Invalid parameter");
        var machine = Live(InputObject.Machine);
        if (InputObject.EnabledState != 2 || machine.State != VMState.Running || machine.IsBusy)
        {
            answers.Add(new { ReturnValue = 32775U });
            return;
        }

        if (MethodName == "InitiateReboot") World.Done("reboot", machine.Id);
        else if (machine.Guest == Guest.Obeys) ShutDown(machine);
        answers.Add(new { ReturnValue = 0U });
    }

    private void ShutDown(Machine machine)
    {
        machine.State = VMState.Stopping;
        machine.Pending = (World.Clock.GetUtcNow() + TimeSpan.FromSeconds(5), () =>
        {
            machine.State = VMState.Off;
            World.Done("shutdown", machine.Id);
        });
    }
}
