using Microsoft.AspNetCore.DataProtection;
using Runbooks.Server.Data;

namespace Runbooks.Server.Secrets;

internal static class SecretsRegistration
{
    public static IServiceCollection AddSecrets(this IServiceCollection services, DataDirectory directory)
    {
        // The keys are outside the database, so that a copy of it gives nobody the secrets.
        services.AddDataProtection().SetApplicationName("runbooks").PersistKeysToFileSystem(directory.Folder("keys"));
        services.AddSingleton<SecretStore>();
        return services;
    }
}
