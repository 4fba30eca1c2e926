namespace Runbooks.Activities.Patching;

/// <summary>The section <c>Patching</c> of the configuration.</summary>
public sealed record PatchOptions
{
    /// <summary>The folder that playbooks are taken from. A playbook can do anything on this server too, so that who writes workflows chooses
    /// only among those that an administrator put there. Empty: none is run.</summary>
    public string Playbooks { get; set; } = "";

    /// <summary>The program.</summary>
    public string AnsiblePlaybook { get; init; } = "ansible-playbook";

    /// <summary>Where jobs on this server keep their files while they run; readable by this server's user only.</summary>
    public string WorkFolder { get; set; } = "";
}
