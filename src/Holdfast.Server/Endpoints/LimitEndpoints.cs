using System.Globalization;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Settings;
using Holdfast.Server.Daemons;
using Holdfast.Server.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>How much is let through, turned down and up again while the daemon runs; and the settings, read anew.</summary>
internal sealed class LimitEndpoints(LiveSettings settings)
{
    private const string Root = "/api/v2/daemon/limits";
    private const string Limits = "What limits the daemon";

    public static void Map(IEndpointRouteBuilder routes, LiveSettings settings)
    {
        var endpoints = new LimitEndpoints(settings);
        routes.MapGet(Root, context => AnswerAsync(context, settings.Limits));
        routes.MapPatch(Root, endpoints.ChangeAsync);
        routes.MapDelete(Root, endpoints.ResetAsync);
        routes.MapPost("/api/v2/daemon/reload", endpoints.ReloadAsync);
    }

    private static Task AnswerAsync(HttpContext context, DaemonLimits limits) => context.AnswerAsync(limits, ProtocolJson.Compact.DaemonLimits);

    private Task ResetAsync(HttpContext context)
    {
        context.Request.RequireNoTags(Limits);
        return AnswerAsync(context, settings.Reset(SettingsReload.Somebody));
    }

    private async Task ChangeAsync(HttpContext context)
    {
        context.Request.RequireNoTags(Limits);
        var change = await context.ReadAsync(ProtocolJson.Compact.DaemonLimitsChange);
        await AnswerAsync(context, settings.Change(ValuesOf(change), Given.Who(change.Who), change.Reset));
    }

    private async Task ReloadAsync(HttpContext context)
    {
        var reload = await context.ReadAsync(ProtocolJson.Compact.SettingsReload);
        await context.AnswerAsync(settings.Reload(reload.Settings, Given.Who(reload.Who)), ProtocolJson.Compact.ReloadedSettings);
    }

    private static Dictionary<string, string> ValuesOf(DaemonLimitsChange change)
    {
        var values = new Dictionary<string, string>();
        Add(SettingDefinition.MaxExecutions, change.MaxExecutions);
        Add(SettingDefinition.MaxExecutionsPerKey, change.MaxExecutionsPerKey);
        Add(SettingDefinition.MaxJobs, change.MaxJobs);
        Add(SettingDefinition.Jobs, change.Jobs);
        Add(SettingDefinition.HttpRequests, change.HttpRequestsPerSec);
        Add(SettingDefinition.ActivityMegabytes, change.ActivityMb);
        if (change.ActivityPartial is { } partial)
            values[SettingDefinition.ActivityPartial] = partial ? SettingDefinition.On : SettingDefinition.Off;
        if (change.KeyLimits is { } keys)
            values[SettingDefinition.KeyLimits] = string.Join(",", keys.Select(limit => string.Create(CultureInfo.InvariantCulture, $"{KeyOf(limit.Key)}={limit.Value}")));
        return values;

        // As the setting writes them, another key, or two, would be read.
        static string KeyOf(string key) => key.Length > 0 && key.Trim() == key && !key.Contains(',', StringComparison.Ordinal)
            ? key
            : throw new RefusedException(new Error(
                ErrorCode.Usage, $"The field key_limits takes keys without commas and without spaces around them, not '{key}'.", Pointer: $"/{SettingDefinition.KeyLimits}"));

        void Add(string key, int? value)
        {
            if (value is { } number)
                values[key] = number.ToString(CultureInfo.InvariantCulture);
        }
    }
}
