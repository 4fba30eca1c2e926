using Microsoft.Extensions.Options;

namespace Runbooks.Server.Hosting;

/// <summary>Options that can say what is wrong with them.</summary>
internal interface ICheckedOptions
{
    /// <summary>Each problem with the key within the section, in words that say what would be right.</summary>
    IEnumerable<(string Key, string Message)> Problems();
}

internal static class SliceOptions
{
    /// <summary>Binds a slice's options from <c>Runbooks:{section}</c>, and checks them at the start.</summary>
    public static void AddSliceOptions<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration($"Runbooks:{section}").ValidateOnStart();
        if (typeof(ICheckedOptions).IsAssignableFrom(typeof(T)))
            services.AddSingleton<IValidateOptions<T>>(new Check<T>(section));
    }

    private sealed class Check<T>(string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var problems = ((ICheckedOptions)options).Problems()
                .Select(problem => new ConfigurationException($"Runbooks:{section}:{problem.Key}", problem.Message).Message)
                .ToList();
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
