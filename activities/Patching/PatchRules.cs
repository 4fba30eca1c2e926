using Runbooks.Activities.Fleet;
using Runbooks.Activities.Patching.Ansible;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Patching;

/// <summary>What is judged of a step before its first VM is touched.</summary>
internal static class PatchRules
{
    /// <summary>The tag of VMs whose data must not go back in time.</summary>
    public static bool IsStateful(FleetVm vm) => vm.Vm.Tags.GetValueOrDefault("data") == "stateful";

    /// <exception cref="ActivityFailure">The method lacks something (<c>input.invalid</c>, <c>patch.playbook-unknown</c>).</exception>
    public static void Check(PatchApply.Input input, PatchOptions options)
    {
        Demand(input.Method is not PatchMethod.Ssh || !string.IsNullOrWhiteSpace(input.Command), "the method ssh needs a command");
        Demand(input.Method is not PatchMethod.Ansible || !string.IsNullOrWhiteSpace(input.Playbook), "the method ansible needs a playbook");
        Demand(input.Method is not PatchMethod.Salt || input.Salt is not null, "the method salt needs the login to its master (salt)");
        Demand(input.Salt is null || Uri.TryCreate(input.Salt.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https",
            "salt.url is not an absolute http or https address");
        Demand(!input.RollBack || input.Snapshot, "rollBack needs a snapshot");
        Demand(input.Method is not PatchMethod.Platform || input.HealthGate.Command is null, "the method platform can run no command for the health gate");
        if (input.Method is PatchMethod.Ssh or PatchMethod.Ansible) CheckLogin(input);
        if (input.Method is PatchMethod.Ansible) PlaybookApplier.FileOf(input.Playbook!, options);
    }

    public static PlannedChange? Plan(PatchApply.Input input, FleetVm target)
    {
        if (target.Vm.PowerState != PowerState.On) return null;
        if (input.Check) return new PlannedChange($"Says what patching {target.Name} would change", "as it is now", "as it is now");
        var by = input.Method switch
        {
            PatchMethod.Ansible => $" by the playbook {input.Playbook}",
            PatchMethod.Salt => string.IsNullOrEmpty(input.State) ? " by its Salt states" : $" by the Salt state {input.State}",
            PatchMethod.Ssh => " by a command",
            _ => "",
        };
        var snapshot = input.Snapshot ? "; a snapshot is taken first" : "";
        var restart = input.Reboot switch { Reboot.Never => "", Reboot.Always => "; it is restarted", _ => "; it is restarted where needed" };
        var back = !input.RollBack ? ""
            : IsStateful(target) ? "; it is not put back where it fails, because its data is stateful"
            : "; it is put back to the snapshot where it fails, and what it wrote since is lost";
        return new PlannedChange($"Patches {target.Name}{by}{snapshot}{restart}{back}", "as it is now", "patched, and its health gate passed");
    }

    private static void CheckLogin(PatchApply.Input input)
    {
        Demand(input.Ssh is not null, "the method needs to know how guests are signed in to (ssh)");
        var login = input.Ssh!;
        Demand(!string.IsNullOrEmpty(login.PrivateKey) || login.Password is not null, "ssh has neither a private key nor a password");
        Demand(login.Passphrase is null || input.Method != PatchMethod.Ansible, "Ansible takes no private key with a passphrase");
        // They end up in files that other programs read.
        Demand(login.User.Length > 0 && login.User.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@' or '$' or '\\'), "ssh.user has characters that no user has");
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds) throw new ActivityFailure("input.invalid", $"The patching cannot begin: {otherwise}. Nothing was changed. Next: correct the step.");
    }
}
