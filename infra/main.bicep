// Everything one installation needs on Azure: the function app, its storage, communication services, delivery reports, secrets, telemetry.
// Identities instead of keys wherever the service allows it.
targetScope = 'resourceGroup'

@description('Short name of the installation, such as the office. Part of every resource name.')
@minLength(3)
@maxLength(11)
param name string

@description('Where the app runs.')
param location string = 'japaneast'

@description('Ids of the campaign files this installation runs, separated by commas. Empty: nothing is ever sent.')
param campaigns string = ''

@description('Public address in front of /r/{token}. Keep it short: it stands in every SMS.')
param receiptSiteUrl string

@description('Base64 of 32 random bytes. Receipt links are derived from it: keep it, and keep it secret.')
@secure()
param hashKey string

@description('At least 32 characters drawn by chance. Event Grid shows it when it brings delivery reports.')
@secure()
@minLength(32)
param eventGridKey string

@description('At least 32 characters drawn by chance. Machines that call the API show it (header x-functions-key).')
@secure()
@minLength(32)
param functionKey string

@description('Client id of the Entra app registration by which operators sign in; its app roles are named as in docs/access.md. Empty: nobody signs in, and only machines are let in.')
param entraClientId string = ''

@description('Secret of that registration.')
@secure()
param entraClientSecret string = ''

@description('Where operators open the app, as their browsers see it. Empty: at its own host name.')
param operatorsUrl string = ''

@description('Who is written to when something wants a person. Empty: nobody; the app keeps its list of alarms all the same.')
param alarmEmail string = ''

@description('For how many days nobody can change or remove what proves the list of acts.')
@minValue(1)
param auditKeptDays int = 1827

@description('Domain that e-mails come from, such as regionpay.example.jp. Its DNS records must be set, and it must be verified, before it can be linked. Empty: no e-mail through Azure.')
param emailDomain string = ''

@description('Parts before the at sign that e-mails come from; the campaign files name the whole addresses.')
param emailSenders array = []

@description('Whether the domain has been verified: only then may e-mails be sent from it.')
param emailDomainVerified bool = false

@description('Where communication data rests.')
param communicationDataLocation string = 'Japan'

var suffix = uniqueString(resourceGroup().id, name)
var appName = 'func-${name}-${suffix}'
var storageName = take('st${name}${suffix}', 24)
var auditStorageName = take('au${name}${suffix}', 24)

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: storageName
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: storage
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'app-package'
}

// Heads of the chain of operators' acts: in an account of their own, where blobs are appended to and nothing else. Lock the policy once the installation stands (docs/operators-handbook.md).
resource auditStorage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: auditStorageName
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource auditBlobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: auditStorage
  name: 'default'
}

resource actAnchors 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: auditBlobs
  name: 'act-anchors'
}

resource actAnchorsStay 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2023-05-01' = {
  parent: actAnchors
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: auditKeptDays
    allowProtectedAppendWrites: true
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${name}-${suffix}'
  location: location
  properties: {
    retentionInDays: 90
    sku: { name: 'PerGB2018' }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${name}-${suffix}'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
  }
}

resource email 'Microsoft.Communication/emailServices@2023-04-01' = if (!empty(emailDomain)) {
  name: 'email-${name}-${suffix}'
  location: 'global'
  properties: { dataLocation: communicationDataLocation }
}

// Who opens or follows what is not counted: that would lead every link through another address than the one that the public page shows.
resource emailFrom 'Microsoft.Communication/emailServices/domains@2023-04-01' = if (!empty(emailDomain)) {
  parent: email
  name: empty(emailDomain) ? 'none' : emailDomain
  location: 'global'
  properties: { domainManagement: 'CustomerManaged', userEngagementTracking: 'Disabled' }
}

resource emailFromNames 'Microsoft.Communication/emailServices/domains/senderUsernames@2023-04-01' = [for sender in empty(emailDomain) ? [] : emailSenders: {
  parent: emailFrom
  name: sender
  properties: { username: sender }
}]

resource communication 'Microsoft.Communication/communicationServices@2023-04-01' = {
  name: 'acs-${name}-${suffix}'
  location: 'global'
  properties: {
    dataLocation: communicationDataLocation
    linkedDomains: emailDomainVerified && !empty(emailDomain) ? [ emailFrom.id ] : []
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('kv-${name}-${suffix}', 24)
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    enableSoftDelete: true
  }
}

resource hashKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'hash-key'
  properties: { value: hashKey }
}

// Wraps the keys that encrypt contacts and codes: a copy of the storage account alone opens nothing.
resource keyRingKey 'Microsoft.KeyVault/vaults/keys@2023-07-01' = {
  parent: vault
  name: 'key-ring'
  properties: {
    kty: 'RSA'
    keySize: 3072
    keyOps: [ 'wrapKey', 'unwrapKey' ]
  }
}

resource eventGridKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'event-grid-key'
  properties: { value: eventGridKey }
}

resource functionKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'function-key'
  properties: { value: functionKey }
}

resource entraSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(entraClientId)) {
  parent: vault
  name: 'entra-client-secret'
  properties: { value: entraClientSecret }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}-${suffix}'
  location: location
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: appName
  location: location
  kind: 'functionapp,linux'
  identity: { type: 'SystemAssigned' }
  tags: { 'azd-service-name': 'functions' }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packages.name}'
          authentication: { type: 'SystemAssignedIdentity' }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 40 }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      appSettings: [
        { name: 'AzureWebJobsStorage__accountName', value: storage.name }
        { name: 'AzureWebJobsDisableHomepage', value: 'true' }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
        { name: 'TableStorage__Endpoint', value: storage.properties.primaryEndpoints.table }
        { name: 'CommunicationServices__Endpoint', value: 'https://${communication.properties.hostName}' }
        { name: 'CommunicationServices__EventSource', value: communication.id }
        { name: 'KeyRing__VaultKey', value: keyRingKey.properties.keyUri }
        { name: 'EventGrid__Key', value: '@Microsoft.KeyVault(SecretUri=${eventGridKeySecret.properties.secretUri})' }
        { name: 'Audit__AnchorContainer', value: '${auditStorage.properties.primaryEndpoints.blob}${actAnchors.name}' }
        { name: 'ReceiptSite__PublicBaseUrl', value: receiptSiteUrl }
        { name: 'Secrets__HashKey', value: '@Microsoft.KeyVault(SecretUri=${hashKeySecret.properties.secretUri})' }
        { name: 'FunctionKeys__Default', value: '@Microsoft.KeyVault(SecretUri=${functionKeySecret.properties.secretUri})' }
        { name: 'Access__PublicBaseUrl', value: empty(operatorsUrl) ? 'https://${appName}.azurewebsites.net' : operatorsUrl }
        { name: 'PlatformSignIn__InFront', value: empty(entraClientId) ? 'false' : 'true' }
        { name: 'PlatformSignIn__TenantId', value: tenant().tenantId }
        { name: 'MICROSOFT_PROVIDER_AUTHENTICATION_SECRET', value: empty(entraClientId) ? '' : '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/entra-client-secret)' }
        { name: 'Lifecycle__Campaigns', value: campaigns }
        { name: 'LifecycleSchedule', value: '0 5 * * * *' }
        { name: 'HeartbeatSchedule', value: '30 * * * * *' }
      ]
    }
  }
}

// The platform signs operators in and tells the app who they are; pages that are open to all stay so, since the app itself asks who may do what.
resource authentication 'Microsoft.Web/sites/config@2024-04-01' = if (!empty(entraClientId)) {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' }
    httpSettings: { requireHttps: true }
    login: { tokenStore: { enabled: false } }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: entraClientId
          clientSecretSettingName: 'MICROSOFT_PROVIDER_AUTHENTICATION_SECRET'
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
      }
    }
  }
}

// What the app's identity may do, and no more.
var roles = {
  blobOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  blobContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  queueContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  secretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyWrapper: 'e147488a-f6f5-4113-8e2d-b22465e65bf6'
  communicationOwner: '09976791-48a7-449e-bb21-39d1a415f350'
}

resource storageRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in [roles.blobOwner, roles.queueContributor, roles.tableContributor]: {
  scope: storage
  name: guid(storage.id, app.id, role)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

resource auditRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: actAnchors
  name: guid(actAnchors.id, app.id, roles.blobContributor)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobContributor)
  }
}

resource vaultRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, app.id, roles.secretsUser)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.secretsUser)
  }
}

resource keyRingRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: keyRingKey
  name: guid(keyRingKey.id, app.id, roles.keyWrapper)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyWrapper)
  }
}

resource communicationRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: communication
  name: guid(communication.id, app.id, roles.communicationOwner)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.communicationOwner)
  }
}

resource reports 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: 'evgt-${name}-${suffix}'
  location: 'global'
  properties: {
    source: communication.id
    topicType: 'Microsoft.Communication.CommunicationServices'
  }
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}-${suffix}'
  location: 'global'
  properties: {
    enabled: true
    groupShortName: take(name, 12)
    emailReceivers: empty(alarmEmail) ? [] : [ { name: 'operators', emailAddress: alarmEmail, useCommonAlertSchema: true } ]
  }
}

// The app raises each alarm as one log line (event 10), once in some hours for the same matter. host.json keeps log lines from being sampled: in a busy minute that one might be left out.
resource alarms 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'alarms-${name}-${suffix}'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'Something wants a person'
    description: 'The app has raised an alarm; GET /alarms lists it.'
    enabled: true
    severity: 1
    scopes: [ insights.id ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      allOf: [
        {
          query: 'traces | where severityLevel >= 3 and message startswith "Alarm "'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [ operators.id ] }
  }
}

// A dead app raises no alarm of its own: that its sign of life stays away does.
resource silence 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'silence-${name}-${suffix}'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'The app gives no sign of life'
    description: 'For a quarter of an hour no minute was marked as up. Nothing is sent, and nobody can claim.'
    enabled: true
    severity: 0
    autoMitigate: true
    scopes: [ insights.id ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'traces | where message startswith "Heartbeat "'
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [ operators.id ] }
  }
}

output functionAppName string = app.name
output functionAppHostName string = app.properties.defaultHostName
output systemTopicName string = reports.name
output communicationServiceName string = communication.name
